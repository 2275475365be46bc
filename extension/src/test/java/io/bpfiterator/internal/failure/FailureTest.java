// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Nested
    class A_message {

        @Test
        void has_the_failure_the_cause_the_errno_and_the_remedy() {
            assertThat(Failure.notPermitted("Cannot create a bpffs")
                            .because("mount(2) failed")
                            .errno(-Errno.EPERM.number())
                            .remedy("Run as root")
                            .message())
                    .isEqualTo("Cannot create a bpffs: mount(2) failed (EPERM). Run as root.");
        }

        @Test
        void describes_the_errno_without_another_cause() {
            assertThat(Failure.failed("Cannot read the iterator")
                            .errno(Errno.EIO.number())
                            .message())
                    .isEqualTo("Cannot read the iterator: input/output error (EIO).");
        }

        @Test
        void has_what_generally_helps_without_another_cause_and_remedy() {
            Failure unexplained = Failure.failed("Cannot pin it").errno(Errno.EPERM.number());
            assertThat(unexplained.message())
                    .isEqualTo(
                            "Cannot pin it: operation not permitted (EPERM). Run as root, or with the capability that"
                                    + " the call requires.");
            assertThat(unexplained.because("the map is read-only").message())
                    .isEqualTo("Cannot pin it: the map is read-only (EPERM).");
        }

        @Test
        void has_its_details_on_lines_of_their_own() {
            assertThat(Failure.failed("The agent ended")
                            .remedy("Run it again")
                            .details("Its last output:\nbye")
                            .message())
                    .isEqualTo("The agent ended. Run it again.\nIts last output:\nbye");
        }

        @Test
        void keeps_a_question_mark() {
            assertThat(Failure.invalid("Unknown target tsak")
                            .remedy("Did you mean task?")
                            .message())
                    .isEqualTo("Unknown target tsak. Did you mean task?");
        }

        @Test
        void describes_a_missing_file_in_words() {
            assertThatThrownBy(() -> Files.readString(Path.of("/no/such")))
                    .isInstanceOfSatisfying(IOException.class, thrown -> assertThat(Failure.failed("Cannot read it")
                                    .because(thrown)
                                    .message())
                            .isEqualTo("Cannot read it: /no/such does not exist."));
        }
    }

    @Test
    void an_exception_has_the_reason_the_errno_the_log_and_the_cause() {
        IOException cause = new IOException("the disk is full");

        BpfException exception = Failure.of(Reason.REFUSED, "Cannot load it")
                .because(cause)
                .errno(Errno.ENOSPC.number())
                .log("all of it")
                .exception();

        assertThat(exception)
                .hasMessage("Cannot load it: the disk is full (ENOSPC).")
                .hasCause(cause)
                .returns(Reason.REFUSED, BpfException::reason)
                .returns("all of it", BpfException::log)
                .returns(true, BpfException::isUnavailable);
        assertThat(exception.errno()).hasValue(Errno.ENOSPC.number());
    }
}
