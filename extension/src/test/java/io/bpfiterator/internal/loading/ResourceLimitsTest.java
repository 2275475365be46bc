// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import io.bpfiterator.support.Tests;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a JVM keeps is bounded, and what it lacks is named. */
@NeedsKernel
class ResourceLimitsTest {

    @Nested
    class A_jvm_that_loads_many_objects {

        @Test
        void keeps_a_bounded_number_of_descriptors_open() {
            List<String> before = KernelObjects.openDescriptors();
            byte[] bytes = Objects.file("globals").bytes();

            for (int i = 0; i < 300; i++) {
                try (LoadedObject object = OpenedObject.open(ObjectFile.of("limit" + i + "/globals.bpf.o", bytes))
                        .load()) {
                    assertThat(object.isFromTemplate()).isTrue();
                }
            }

            assertThat(KernelObjects.openDescriptors().size() - before.size()).isLessThanOrEqualTo(ObjectTemplate.MOST);
        }
    }

    @Nested
    class A_jvm_without_free_descriptors {

        @Test
        void names_the_limit() throws Exception {
            ForkedTests.Result result =
                    ForkedTests.run(WithoutDescriptors.class, List.of("prlimit", "--nofile=512:512"));

            assertThat(result.output()).isEmpty();
            assertThat(result.exitStatus()).isZero();
        }
    }

    /** Runs in a JVM of its own. */
    static class WithoutDescriptors {

        @Test
        void fails_with_a_sentence_about_them() {
            ObjectFile file = Objects.file("globals");
            loadClasses();
            OpenedObject refused = OpenedObject.open(ObjectFile.of("other/globals.bpf.o", file.bytes()));
            Deque<Integer> opened = new ArrayDeque<>();
            for (int fd = open(); fd >= 0; fd = open()) {
                opened.push(fd);
            }
            Throwable failure = catchThrowable(refused::load);
            opened.forEach(Libc.libc()::close);

            assertThat(failure)
                    .hasMessageContaining("as many open files as it may have (EMFILE). Close what")
                    .isInstanceOfSatisfying(BpfException.class, named -> assertThat(named.errno())
                            .hasValue(Errno.EMFILE.number()));
        }

        /** A JVM without descriptors cannot load classes from directories. */
        private static void loadClasses() {
            OpenedObject.open(Objects.file("globals")).load().close();
            assertThat(catchThrowable(OpenedObject.open(Objects.file("refused"))::load))
                    .isInstanceOf(BpfException.class);
            assertThat(OutOfResources.explain("", Errno.EMFILE.number())).isPresent();
            Libc.libc().close(open());
        }

        private static int open() {
            return Libc.libc().open("/dev/null", Libc.O_RDONLY | Libc.O_CLOEXEC);
        }
    }

    @Nested
    class A_test_that_runs_out_of_memory {

        @Test
        void leaves_nothing_in_the_kernel() throws Exception {
            KernelObjects before = KernelObjects.now();
            List<String> descriptors = KernelObjects.openDescriptors();

            assertThat(catchThrowableOfType(OutOfMemoryError.class, () -> Tests.run(WithoutMemory.class)))
                    .hasMessage("of a test");

            assertThat(before.addedSince())
                    .filteredOn(added -> !added.startsWith("map"))
                    .isEmpty();
            assertThat(KernelObjects.openDescriptors()).hasSizeLessThanOrEqualTo(descriptors.size() + 1);
        }
    }

    @BpfIterator(obj = "/task.bpf.o", program = "dump_task")
    static class WithoutMemory {

        @Test
        void throws_an_error(IteratorReader reader) {
            assertThat(reader.text()).isNotEmpty();
            throw new OutOfMemoryError("of a test");
        }
    }
}
