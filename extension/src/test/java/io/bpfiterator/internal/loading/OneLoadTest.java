// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.jna.CallbackReference;
import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.LibbpfLog;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** libbpf parses an object once for its description and its first load, and a refused load is not repeated. */
@NeedsKernel
class OneLoadTest {

    private final List<String> opened = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private final Thread caller = Thread.currentThread();
    private Libbpf.PrintFunction replaced;

    /** Counts by libbpf's own messages; the kept reference prevents that the function is collected. */
    private final Libbpf.PrintFunction counting = this::print;

    @BeforeEach
    void count() {
        LibbpfLog.open(false).close(); // installs the function of this library
        Pointer installed = Libbpf.libbpf().libbpf_set_print(counting);
        replaced = (Libbpf.PrintFunction) CallbackReference.getCallback(Libbpf.PrintFunction.class, installed);
    }

    @AfterEach
    void restore() {
        Libbpf.libbpf().libbpf_set_print(replaced);
    }

    private int print(int level, String format, Pointer arguments) {
        if (Thread.currentThread() == caller && format.contains("loading object '%s' from buffer")) {
            opened.add(format);
        }
        if (Thread.currentThread() == caller && format.contains("failed to load object '%s'")) {
            refused.add(format);
        }
        return replaced.print(level, format, arguments);
    }

    @Test
    void a_refused_object_is_opened_once_and_loaded_once() {
        OpenedObject object = OpenedObject.open(named("refused"));

        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(object::load)
                .satisfies(failure -> assertThat(failure.log()).contains("BEGIN PROG LOAD LOG"));

        assertThat(opened).hasSize(1);
        assertThat(refused).hasSize(1);
    }

    @Test
    void the_log_of_a_refused_object_in_debug_mode_contains_its_only_opening() {
        OpenedObject object = OpenedObject.open(named("refused"), true);

        assertThatExceptionOfType(BpfException.class).isThrownBy(object::load).satisfies(failure -> assertThat(
                        failure.log())
                .containsOnlyOnce("loading object 'refused' from buffer"));

        assertThat(opened).hasSize(1);
        assertThat(refused).hasSize(1);
    }

    @Test
    void an_object_is_opened_once_for_all_its_copies() {
        ObjectFile file = named("task");
        for (int copy = 0; copy < 3; copy++) {
            try (LoadedObject object = OpenedObject.open(file).only("dump_task").load()) {
                assertThat(object.isFromTemplate()).isTrue();
            }
        }

        assertThat(opened).hasSize(1);
    }

    /** The types of its functions are not known, because the kernel has removed one of them. */
    @Test
    void an_object_that_cannot_be_copied_is_opened_and_loaded_once() {
        try (LoadedObject object = OpenedObject.open(named("disabled_function")).load()) {
            assertThat(object.isFromTemplate()).isFalse();
            assertThat(object.program("dump_number").pin().lines()).containsExactly("disabled");
        }

        assertThat(opened).hasSize(1);
    }

    @Test
    void an_object_that_cannot_be_copied_with_these_constants_is_opened_and_loaded_once() {
        ObjectFile file = named("disabled_function");
        try (LoadedObject object =
                OpenedObject.open(file).global("enabled", false).load()) {
            assertThat(object.isFromTemplate()).isFalse();
        }
        assertThat(opened).hasSize(1);

        try (LoadedObject object =
                OpenedObject.open(file).global("enabled", true).load()) {
            assertThat(object.isFromTemplate()).isTrue();
        }
        assertThat(opened).hasSize(2);
    }

    @Test
    void another_load_of_a_refused_object_opens_it_again() {
        OpenedObject object = OpenedObject.open(named("refused"));

        assertThatExceptionOfType(BpfException.class).isThrownBy(object::load);
        assertThatExceptionOfType(BpfException.class).isThrownBy(object::load);

        assertThat(opened).hasSize(2);
        assertThat(refused).hasSize(2);
    }

    /** Returns a file with an origin of its own, so that no other test has opened it. */
    private ObjectFile named(String name) {
        return ObjectFile.of(
                getClass().getName() + System.nanoTime() + "/" + name + ".bpf.o",
                Objects.file(name).bytes());
    }
}
