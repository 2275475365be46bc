// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatBpfExceptionThrownBy;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;
import static io.bpfiterator.assertj.BpfSoftAssertions.assertSoftly;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.support.NeedsKernel;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.error.AssertJMultipleFailuresError;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each assertion passes for the right failure, and shows the message of another one. */
class BpfExceptionAssertTest {

    private final BpfException refused = new BpfException(
            Reason.INVALID, "It failed: for a reason.", Errno.EACCES.number(), "a log\n", null, "dump_task");
    private final BpfException absent = new BpfException(Reason.ABSENT, "It is absent.", 0, "", null);

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
    }

    @Test
    void error_number() {
        assertThat(refused).hasErrno(Errno.EACCES);
        assertThat(absent).hasNoErrno();
        assertFails(
                () -> assertThat(refused).hasErrno(Errno.EPERM),
                "Expected errno EPERM, but it is EACCES. The failure is: It failed: for a reason.");
        assertFails(
                () -> assertThat(absent).hasErrno(Errno.EPERM),
                "Expected errno EPERM, but it is none. The failure is: It is absent.");
    }

    @Test
    void reason_and_availability() {
        assertThat(refused).hasReason(Reason.INVALID).isNotUnavailable();
        assertThat(absent).hasReason(Reason.ABSENT).isUnavailable();
        assertFails(
                () -> assertThat(absent).hasReason(Reason.INVALID),
                "Expected reason INVALID, but it is ABSENT. The failure is: It is absent.");
        assertFails(
                () -> assertThat(refused).isUnavailable(),
                "Expected a failure that is unavailable, but it is not unavailable. The failure is: It failed: for a"
                        + " reason.");
    }

    @Test
    void program() {
        assertThat(refused).hasProgram("dump_task");
        assertFails(
                () -> assertThat(absent).hasProgram("dump_task"),
                "Expected program dump_task, but it is none. The failure is: It is absent.");
    }

    @Test
    void message_and_log() {
        assertThat(refused).hasMessageContaining("for a reason").hasLogContaining("log");
        assertFails(
                () -> assertThat(refused).hasLogContaining("other"),
                String.format(
                        "Expected a log that contains \"other\", but it does not:%n  a log%nThe failure is: It failed:"
                                + " for a reason."));
    }

    @Nested
    class Thrown_by_code {

        @Test
        void continues_the_chain() {
            assertThatBpfExceptionThrownBy(() -> {
                        throw refused;
                    })
                    .isSameAs(refused)
                    .hasErrno(Errno.EACCES);
        }

        @Test
        void is_missing() {
            assertFails(
                    () -> assertThatBpfExceptionThrownBy(() -> {}),
                    "Expected a BpfException, but the code threw nothing");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThatBpfExceptionThrownBy(() -> {
                        throw new IllegalStateException("other");
                    }))
                    .withMessage("Expected a BpfException, but the code threw java.lang.IllegalStateException: other")
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void soft_assertions_collect_all_failures() {
        assertThatExceptionOfType(AssertJMultipleFailuresError.class)
                .isThrownBy(() -> assertSoftly(softly -> {
                    softly.assertThat(refused).hasErrno(Errno.EPERM).hasProgram("other");
                    softly.assertThatBpfExceptionThrownBy(() -> {
                                throw absent;
                            })
                            .isNotUnavailable();
                }))
                .satisfies(error -> assertThat(error.getFailures()).hasSize(3));
    }

    @Nested
    @BpfTest
    @NeedsKernel
    class Of_the_kernel {

        @Test
        void has_the_refused_program(BpfSession bpf) {
            assertThatBpfExceptionThrownBy(() ->
                            bpf.open("/refusals.bpf.o").only("no_null_check").load())
                    .hasProgram("no_null_check")
                    .hasErrno(Errno.EACCES)
                    .isNotUnavailable()
                    .hasLogContaining("processed ");
        }
    }
}
