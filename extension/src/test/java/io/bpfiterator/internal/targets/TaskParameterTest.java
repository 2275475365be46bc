// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.iterator.IteratorOptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The thread or process that a task iterator walks. */
class TaskParameterTest {

    @Nested
    class The_text_of_an_annotation {

        @Test
        void is_a_process() {
            assertThat(TaskParameter.parse("pid 7")).isEqualTo(IteratorOptions.process(7));
            assertThat(TaskParameter.parse(" pid  self ")).isEqualTo(IteratorOptions.process(ProcessHandle.current()));
        }

        @Test
        void is_a_thread() {
            assertThat(TaskParameter.parse("tid 7")).isEqualTo(IteratorOptions.thread(7));
            assertThat(TaskParameter.parse("tid self"))
                    .isEqualTo(IteratorOptions.thread(Libc.libc().gettid()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "7", "pid", "id 7", "pid seven", "tid 7 8"})
        void is_nothing_else(String text) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> TaskParameter.parse(text))
                    .withMessage("\"" + text + "\" does not name a task. Write \"pid N\", \"pid self\", \"tid N\" or"
                            + " \"tid self\".");
        }
    }

    /** The kernel looks for the task after this process has done so. */
    @Nested
    class A_task_that_ends_while_the_iterator_is_attached {

        @Test
        void is_not_found() {
            assertThat(refusal(Errno.ESRCH).reason()).isEqualTo(Reason.NOT_FOUND);
            assertThat(refusal(Errno.ESRCH))
                    .hasMessage("Cannot attach iterator dump (target task) to pid 7: this pid namespace has no such"
                            + " thread or process (ESRCH). Check that it is running and that the number is correct.");
        }

        @Test
        void is_not_the_cause_of_another_error() {
            assertThat(refusal(Errno.ENOMEM))
                    .hasMessageStartingWith("Cannot attach iterator dump (target task) to pid 7: ")
                    .hasMessageNotContaining("no such thread or process");
        }

        private BpfException refusal(Errno errno) {
            Failure failure = new Attachment("dump", "task", false, IteratorOptions.process(7)).failure(errno.number());
            return failure.errno(errno.number()).exception();
        }
    }
}
