// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Result;
import io.bpfiterator.harness.internal.report.Report.Section;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.TextLimit;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.opentest4j.TestAbortedException;

/** The report has what happened to a test. */
class TestRecordTest {

    private final TextLimit limit = new TextLimit();
    private final TestRecord test = record(Type.TEST);

    private TestRecord record(Type type) {
        UniqueId id = UniqueId.forEngine("bpf-iterator").append("test", "one");
        return new TestRecord(
                new AbstractTestDescriptor(id, "one") {
                    @Override
                    public Type getType() {
                        return type;
                    }
                },
                limit);
    }

    private Result result() {
        return test.toResult("host", List.of());
    }

    @Nested
    class A_test {

        @Test
        void that_passed_has_its_time() {
            test.took(12);
            test.finished(TestExecutionResult.successful());

            assertThat(result()).isEqualTo(new Result("host", Status.PASSED, 12L, null, null, List.of()));
        }

        @Test
        void that_failed_has_its_message_and_its_trace() {
            AssertionError failure = new AssertionError("broken\n");
            test.finished(TestExecutionResult.failed(failure));

            assertThat(result().status()).isEqualTo(Status.FAILED);
            assertThat(result().failure().message()).isEqualTo("broken");
            assertThat(result().failure().trace())
                    .startsWith("java.lang.AssertionError: broken\n")
                    .contains("\tat " + TestRecordTest.class.getName());
        }

        @Test
        void that_failed_without_a_message_has_the_name_of_its_exception() {
            test.finished(TestExecutionResult.failed(new IllegalStateException(" ")));

            assertThat(result().failure().message()).isEqualTo("java.lang.IllegalStateException:  ");
        }

        @Test
        void that_failed_without_a_reason_says_so() {
            test.finished(TestExecutionResult.failed(null));

            assertThat(result().failure()).isEqualTo(new Report.Failure("no reason is given", ""));
        }

        @Test
        void that_was_aborted_is_skipped_with_its_message() {
            test.finished(TestExecutionResult.aborted(new TestAbortedException("not here")));

            assertThat(result()).isEqualTo(new Result("host", Status.SKIPPED, null, "not here", null, List.of()));
        }

        @Test
        void that_was_skipped_has_its_reason() {
            test.skipped("not today");

            assertThat(result()).isEqualTo(new Result("host", Status.SKIPPED, null, "not today", null, List.of()));
            assertThat(test.resultStatus()).isEqualTo(Status.SKIPPED);
        }

        @Test
        void that_did_not_start_before_the_end_is_skipped() {
            assertThat(result())
                    .isEqualTo(new Result(
                            "host", Status.SKIPPED, null, "The run ended before this test started", null, List.of()));
            assertThat(test.resultStatus()).isEqualTo(Status.SKIPPED);
        }

        @Test
        void that_was_running_at_the_end_has_failed() {
            test.started();

            String ending = "The run ended while this test was running";
            assertThat(result())
                    .isEqualTo(new Result(
                            "host", Status.FAILED, null, null, new Report.Failure(ending, ending), List.of()));
            assertThat(test.resultStatus()).isEqualTo(Status.FAILED);
        }
    }

    @Nested
    class A_section {

        @Test
        void stands_before_those_of_the_class() {
            test.published("own", "text");
            test.finished(TestExecutionResult.successful());

            assertThat(test.toResult("host", List.of(new Section("of the class", "text")))
                            .sections())
                    .extracting(Section::title)
                    .containsExactly("own", "of the class");
        }

        @Test
        void that_is_published_twice_is_shown_once() {
            test.published("title", "text");
            test.published("title", "text");
            test.published("title", "another text");

            assertThat(result().sections())
                    .containsExactly(new Section("title", "text"), new Section("title", "another text"));
        }

        @Test
        void has_a_title_of_at_most_500_characters_and_their_number() {
            test.published("x".repeat(500), "text");
            test.published("y".repeat(501), "text");

            assertThat(result().sections().get(0).title()).isEqualTo("x".repeat(500));
            assertThat(result().sections().get(1).title()).contains("… 1 characters are left out here …");
        }

        @Test
        void that_is_the_201st_is_left_out() {
            for (int number = 0; number < 200; number++) {
                test.published("title " + number, "text");
            }
            assertThat(result().sections()).hasSize(200);

            test.published("one more", "text");
            assertThat(result().sections())
                    .hasSize(201)
                    .last()
                    .isEqualTo(new Section("more texts", TextLimit.LEFT_OUT));
        }

        @Test
        void of_a_full_report_is_left_out() {
            while (!limit.isExhausted()) {
                limit.cut("x".repeat(64 * 1024));
            }
            test.published("title", "text");

            assertThat(result().sections()).containsExactly(new Section("more texts", TextLimit.LEFT_OUT));
        }
    }

    @Nested
    class A_row {

        private final TestRecord container = record(Type.CONTAINER);

        @Test
        void is_a_test() {
            test.finished(TestExecutionResult.successful());

            assertThat(test.isRow()).isTrue();
        }

        @Test
        void is_not_a_container_that_passed() {
            container.finished(TestExecutionResult.successful());

            assertThat(container.isRow()).isFalse();
        }

        @Test
        void is_a_container_that_failed_or_was_skipped() {
            container.finished(TestExecutionResult.failed(new AssertionError("no tests")));

            assertThat(container.isRow()).isTrue();
        }

        @Test
        void is_a_container_without_tests_that_did_not_end() {
            assertThat(container.isRow()).isTrue();
        }

        @Test
        void is_not_a_container_that_did_not_end_but_has_tests() {
            container.add(test);

            assertThat(container.isRow()).isFalse();
            assertThat(container.children()).containsExactly(test);
        }
    }
}
