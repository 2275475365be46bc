// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.Availability;
import io.bpfiterator.internal.feature.Feature;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Seccomp;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In a process whose seccomp filter forbids {@code bpf(2)}, messages name the filter, not the kernel. */
@NeedsKernel
class SeccompFilterTest {

    @ParameterizedTest
    @EnumSource(names = {"EPERM", "ENOSYS"})
    void is_named_by_each_message(Errno errno) throws Exception {
        ForkedTests.Result result = ForkedTests.run(InAFilteredProcess.class, List.of(), "-Dtest.errno=" + errno);

        assertThat(result.exitStatus()).as(result.output()).isZero();
    }

    static class InAFilteredProcess {

        private static final Errno ERRNO = Errno.valueOf(System.getProperty("test.errno", "EPERM"));

        @BeforeAll
        static void install() {
            Seccomp.forbidBpf(ERRNO);
        }

        private static void assertFiltered(String what, ThrowingCallable call) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(call)
                    .withMessageMatching(what + ": the seccomp filter of this process forbids the system call \\("
                            + ERRNO + "\\)\\. Allow bpf\\(2\\) to the container or service, in Docker and podman with"
                            + " --security-opt seccomp=unconfined\\.")
                    .satisfies(failure -> assertThat(failure.errno()).hasValue(ERRNO.number()))
                    .matches(BpfException::isUnavailable, "says that the test cannot run here");
        }

        @Test
        void no_object_is_loaded() {
            try (BpfSession session = BpfSession.open()) {
                assertFiltered("Cannot load .*task\\.bpf\\.o", () -> session.open("/task.bpf.o")
                        .load());
            }
        }

        @Test
        void the_process_lacks_the_privilege_for_iterators() {
            assertThat(FeatureProbes.ofKernel().of(new Feature(Feature.Kind.ITERATOR, "task")))
                    .matches(task -> task.is(Availability.Status.NO_PRIVILEGE), "is not refused by the kernel");
        }

        @Test
        void no_map_is_created() {
            try (BpfSession session = BpfSession.open()) {
                assertFiltered(
                        "Cannot create map .*",
                        () -> session.map(MapType.HASH, "numbers", Integer.class, Integer.class, 1));
            }
        }

        @Test
        void no_map_is_opened() {
            try (BpfSession session = BpfSession.open()) {
                assertFiltered("Cannot open .*", () -> session.map("id 1"));
            }
        }
    }
}
