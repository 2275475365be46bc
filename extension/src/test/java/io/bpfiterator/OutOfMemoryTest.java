// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After an OutOfMemoryError, JUnit ends the run without closing anything. */
@NeedsKernel
class OutOfMemoryTest {

    private static final List<IteratorReader> READERS = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forgetReaders() {
        READERS.clear();
    }

    static class RunningOutOfMemory {

        @BpfIterator(obj = "/task.bpf.o")
        static IteratorReader ofTheClass;

        @Test
        void fails(@BpfIterator(obj = "/task.bpf.o") IteratorReader ofTheTest, BpfSession bpf) {
            READERS.addAll(List.of(ofTheClass, ofTheTest));
            bpf.keep(() -> {
                throw new IllegalStateException("cannot be closed");
            });
            throw new OutOfMemoryError("the test's own");
        }
    }

    @Test
    void the_iterators_of_the_test_and_of_its_class_are_closed() {
        catchThrowable(() -> Tests.run(RunningOutOfMemory.class));

        assertThat(READERS).hasSize(2).allSatisfy(reader -> assertThat(reader.path())
                .doesNotExist());
    }

    @Test
    void the_error_is_the_tests_own_with_what_could_not_be_closed() {
        assertThat(catchThrowable(() -> Tests.run(RunningOutOfMemory.class)))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("the test's own")
                .satisfies(error -> assertThat(error.getSuppressed())
                        .anySatisfy(suppressed -> assertThat(suppressed).hasStackTraceContaining("cannot be closed")));
    }
}
