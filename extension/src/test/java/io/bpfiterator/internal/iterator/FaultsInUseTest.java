// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.libbpf.NativeFaults;
import io.bpfiterator.internal.libbpf.NativeFaults.Call;
import io.bpfiterator.internal.libbpf.NativeFaults.Outcome;
import io.bpfiterator.internal.libbpf.NativeFaults.Steps;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfPin;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.IteratorInputStream;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One native call fails while an iterator is read or closed. */
@BpfTest
@NeedsKernel
class FaultsInUseTest {

    /**
     * Finds the first call of a function, and makes it fail when the steps are repeated. What only the first steps in a
     * JVM or session call, such as the creation of a bpffs, is called before.
     */
    private static Outcome withFault(String function, Errno errno, Steps steps) throws Exception {
        NativeFaults.none(steps);
        List<String> functions =
                NativeFaults.none(steps).calls().stream().map(Call::function).toList();
        assertThat(functions).contains(function);
        Outcome outcome = NativeFaults.at(functions.indexOf(function), errno, steps);
        assertThat(outcome.failed()).map(Call::function).hasValue(function);
        return outcome;
    }

    private static BpfProgram load(BpfSession bpf, String object, String program) {
        return bpf.open(object).only(program).load().program(program);
    }

    @Nested
    class A_read_that_a_signal_interrupts {

        @Test
        void is_repeated(BpfSession bpf) throws Exception {
            IteratorReader reader =
                    load(bpf, "/output.bpf.o", "three_lines").attach().reader();

            Outcome outcome = withFault("read", Errno.EINTR, () -> assertThat(reader.lines())
                    .containsExactly("one\rstill one", "", "three"));

            assertThat(outcome.thrown()).isEmpty();
        }
    }

    @Nested
    class A_pin_that_cannot_be_removed {

        @Test
        void is_named_with_its_path(BpfSession bpf) throws Exception {
            BpfLink link = load(bpf, "/task.bpf.o", "dump_task").attach();
            BpfPin[] pin = new BpfPin[1];

            Outcome outcome = withFault("unlink", Errno.EPERM, () -> {
                pin[0] = link.pin();
                pin[0].close();
            });

            assertThat(pin[0].path()).exists();
            assertThat(outcome.thrown().orElseThrow())
                    .isInstanceOf(BpfException.class)
                    .hasMessageStartingWith("Cannot unpin iterator dump_task from " + pin[0].path() + ": ")
                    .hasMessageContaining("(EPERM)");
        }
    }

    /** Another owner has closed the descriptor, which is an error of the program that must not stay hidden. */
    @Nested
    class A_descriptor_that_is_already_closed {

        @Test
        void is_reported_by_its_link(BpfSession bpf) throws Exception {
            BpfProgram program = load(bpf, "/task.bpf.o", "dump_task");

            Outcome outcome =
                    withFault("close", Errno.EBADF, () -> program.attach().close());

            assertThat(outcome.thrown().orElseThrow()).hasMessageContaining("close link of dump_task");
        }

        @Test
        void is_reported_for_a_run_that_its_session_closes() throws Exception {
            Outcome outcome = withFault("close", Errno.EBADF, () -> {
                try (BpfSession bpf = BpfSession.open()) {
                    IteratorInputStream run = load(bpf, "/task.bpf.o", "dump_task")
                            .attach()
                            .reader()
                            .open();
                    assertThat(run.read()).isPositive();
                }
            });

            assertThat(outcome.thrown().orElseThrow()).hasMessageContaining("close this run of iterator dump_task");
        }
    }

    @Nested
    class A_link_without_a_descriptor {

        @Test
        void is_not_left_in_the_kernel(BpfSession bpf) throws Exception {
            BpfProgram program = load(bpf, "/parameters.bpf.o", "count_calls");
            KernelObjects before = KernelObjects.now();

            Outcome outcome =
                    withFault("fcntl", Errno.EMFILE, () -> program.attach().close());

            assertThat(outcome.thrown().orElseThrow())
                    .isInstanceOf(BpfException.class)
                    .hasMessageContaining("(EMFILE)");
            assertThat(before.addedSince()).isEmpty();
        }
    }
}
