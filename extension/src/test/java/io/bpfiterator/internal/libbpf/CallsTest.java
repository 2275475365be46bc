// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.failure.Failure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CallsTest {

    private static final Calls.Diagnosis NOT_CALLED = errno -> {
        throw new AssertionError("A diagnosis was requested for a call that succeeded.");
    };

    private static void fails(ThrowingCallable call, Errno errno, String message) {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(call)
                .withMessage(message)
                .returns(Reason.FAILED, BpfException::reason)
                .satisfies(failure -> assertThat(failure.errno()).hasValue(errno.number()));
    }

    @Nested
    class A_call_of_the_c_library {

        @Test
        void returns_its_result_if_it_succeeds() {
            assertThat(Calls.checkLibc(7L, "open /dev/null")).isEqualTo(7);
            assertThat(Calls.checkLibc(0, NOT_CALLED)).isZero();
            assertThat(Calls.errnoOfLibc(0)).isZero();
        }

        @Test
        void fails_with_the_errno_of_the_thread() {
            fails(
                    () -> Calls.checkLibc(Libc.libc().close(-1), "close map counters"),
                    Errno.EBADF,
                    "Cannot close map counters: bad file descriptor (EBADF).");
            fails(
                    () -> Calls.checkLibc(Libc.libc().unlink("/no/file"), errno -> Failure.failed("Cannot unpin x")
                            .because("it is not pinned")
                            .remedy("Pin it")),
                    Errno.ENOENT,
                    "Cannot unpin x: it is not pinned (ENOENT). Pin it.");
            assertThat(Calls.errnoOfLibc(Libc.libc().unlink("/no/file"))).isEqualTo(Errno.ENOENT.number());
        }
    }

    @Nested
    class A_call_of_libbpf {

        @Test
        void returns_its_result_if_it_succeeds() {
            assertThat(Calls.checkLibbpf(7, "create a map")).isEqualTo(7);
            assertThat(Calls.checkLibbpf(0, NOT_CALLED)).isZero();
        }

        @Test
        void fails_with_the_negated_result() {
            fails(
                    () -> Calls.checkLibbpf(-Errno.E2BIG.number(), "create a map"),
                    Errno.E2BIG,
                    "Cannot create a map: argument list too long (E2BIG). Use fewer or smaller elements and options, or"
                            + " a newer kernel, which may know more options.");
            fails(
                    () -> Calls.checkLibbpf(-1, errno -> Failure.failed("Cannot create map number " + errno)),
                    Errno.EPERM,
                    "Cannot create map number 1: operation not permitted (EPERM). Run as root, or with the capability"
                            + " that the call requires.");
        }
    }

    @Nested
    class An_error_that_means_the_same_after_every_call {

        @Test
        void has_its_own_cause_and_remedy() {
            fails(
                    () -> Calls.checkLibbpf(-Errno.EMFILE.number(), errno -> Failure.failed("Cannot attach x")
                            .because("it has another target")
                            .remedy("Choose another program")),
                    Errno.EMFILE,
                    "Cannot attach x: this process has as many open files as it may have (EMFILE). Close what the tests"
                            + " open, or raise the limit with ulimit -n.");
            fails(
                    () -> Calls.checkLibbpf(-Errno.EINTR.number(), "attach x"),
                    Errno.EINTR,
                    "Cannot attach x: a signal interrupted the call (EINTR). Run the test again. If it fails again,"
                            + " stop the profiler or debugger that sends signals to this process.");
        }
    }

    @Nested
    class A_call_that_returns_a_pointer {

        @Test
        void returns_it_if_it_succeeds() {
            Pointer pointer = new Pointer(4096);

            assertThat(Calls.checkPointer(pointer, "open x")).isSameAs(pointer);
            assertThat(Calls.checkPointer(pointer, NOT_CALLED)).isSameAs(pointer);
        }

        @Test
        void fails_with_the_errno_of_the_thread_for_null() {
            fails(
                    () -> Calls.checkPointer(Libc.libc().fopen("/no/file", "r"), "open /no/file"),
                    Errno.ENOENT,
                    "Cannot open /no/file: no such file or directory (ENOENT).");
        }
    }
}
