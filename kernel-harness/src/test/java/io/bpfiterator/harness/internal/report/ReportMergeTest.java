// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static io.bpfiterator.harness.internal.report.Reports.environment;
import static io.bpfiterator.harness.internal.report.Reports.failed;
import static io.bpfiterator.harness.internal.report.Reports.notStarted;
import static io.bpfiterator.harness.internal.report.Reports.passed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReportMergeTest {

    @Nested
    class Reports_of_several_machines {

        @Test
        void environments_become_columns_of_the_same_rows() {
            Report report = merge(passed("host", "6.1", "one", "two"), passed("vm:5.10", "5.10", "two", "three"));

            assertThat(names(report)).containsExactly("host", "vm:5.10");
            assertThat(report.tests())
                    .containsExactly(
                            new Report.Test("A", "one", List.of(Reports.passed("host"))),
                            new Report.Test("A", "two", List.of(Reports.passed("host"), Reports.passed("vm:5.10"))),
                            new Report.Test("A", "three", List.of(Reports.passed("vm:5.10"))));
        }

        @Test
        void two_with_the_same_name_are_distinguished_by_their_kernels() {
            Report report = merge(passed("host", "6.1", "one"), passed("host", "6.8", "one"));

            assertThat(names(report)).containsExactly("host (6.1)", "host (6.8)");
            assertThat(report.tests())
                    .containsExactly(new Report.Test(
                            "A", "one", List.of(Reports.passed("host (6.1)"), Reports.passed("host (6.8)"))));
        }

        @Test
        void two_with_the_same_name_and_kernel_that_ran_the_same_test_are_numbered() {
            Report report = merge(
                    passed("host", "6.1", "one"), passed("host", "6.1", "one", "two"), passed("host", "6.1", "one"));

            assertThat(names(report)).containsExactly("host (6.1)", "host (6.1) #2", "host (6.1) #3");
            assertThat(report.count(Report.Status.PASSED)).isEqualTo(4);
        }

        @Test
        void two_that_are_the_same_and_ran_different_tests_become_one() {
            Report report = merge(passed("host", "6.1", "one"), passed("host", "6.1", "two"));

            assertThat(names(report)).containsExactly("host");
            assertThat(report.tests()).extracting(Report.Test::name).containsExactly("one", "two");
        }

        @Test
        void one_that_did_not_start_stays_separate_from_one_that_did() {
            Report absent = new Report(
                    Reports.NOON,
                    List.of(notStarted("vm:6.1", "no room")),
                    List.of(new Report.Test("A", "two", List.of(failed("vm:6.1", "no room")))));

            Report report = merge(passed("vm:6.1", "6.1.0", "one"), absent);

            assertThat(names(report)).containsExactly("vm:6.1 (6.1.0)", "vm:6.1 (not started)");
            assertThat(report.environments().get(1).failure()).isEqualTo("no room");
        }

        @Test
        void a_merged_report_can_be_merged_again() {
            Report both = merge(passed("host", "6.1", "one"), passed("host", "6.8", "one"));

            assertThat(names(merge(both, passed("host", "6.12", "one"))))
                    .containsExactly("host (6.1)", "host (6.8)", "host");
            assertThat(names(merge(both, copy(both))))
                    .containsExactly("host (6.1)", "host (6.8)", "host (6.1) #2", "host (6.8) #2");
        }

        @Test
        void tests_of_a_class_stay_together() {
            Report other = new Report(
                    Reports.NOON,
                    List.of(environment("vm:5.10", "5.10")),
                    List.of(
                            new Report.Test("B", "one", List.of(Reports.passed("vm:5.10"))),
                            new Report.Test("A", "three", List.of(Reports.passed("vm:5.10")))));

            assertThat(merge(passed("host", "6.1", "one"), other).tests())
                    .extracting(test -> test.className() + "." + test.name())
                    .containsExactly("A.one", "A.three", "B.one");
        }

        @Test
        void one_report_stays_the_same() {
            Report report = passed("host", "6.1", "one");

            assertThat(merge(report)).isEqualTo(report);
        }

        private Report copy(Report report) {
            return new Report(report.created(), report.environments(), report.tests());
        }

        private Report merge(Report... reports) {
            return ReportMerge.of(List.of(reports));
        }
    }

    @Nested
    class Reports_of_one_build {

        @Test
        void a_test_that_ran_again_has_its_last_result_and_the_earlier_failure() {
            Report first = new Report(
                    Reports.NOON,
                    List.of(environment("host", "6.1")),
                    List.of(new Report.Test("A", "one", List.of(failed("host", "the first time")))));

            Report report = RerunMerge.merge(first, passed("host", "6.1", "one", "two"));

            assertThat(names(report)).containsExactly("host");
            Report.Result result = report.tests().get(0).results().get(0);
            assertThat(result.status()).isEqualTo(Report.Status.PASSED);
            assertThat(result.isFlaky()).isTrue();
            assertThat(result.earlierFailure())
                    .isEqualTo(new Report.Failure("the first time", "the first time\n\tat A.test(A.java:1)"));
            assertThat(report.tests()).hasSize(2);
        }

        @Test
        void tests_without_a_row_are_counted_once_although_their_class_ran_twice() {
            Report first = withMore(5, "one", "two");
            Report second = withMore(5, "one", "three");

            assertThat(RerunMerge.merge(first, second).count(Report.Status.PASSED))
                    .isEqualTo(7);
            assertThat(RerunMerge.merge(first, passed("host", "6.1", "one")).count(Report.Status.PASSED))
                    .as("a part of the class ran again")
                    .isEqualTo(7);
        }

        @Test
        void a_class_with_tests_without_a_row_keeps_its_results_in_other_environments() {
            Report merged = RerunMerge.merge(passed("vm:6.1", "6.1", "two"), withMore(5, "one"));

            assertThat(merged.tests()).extracting(Report.Test::name).containsExactly("two", "one", "more tests");
        }

        /** Returns a report of a class with further tests, of which it has only the number. */
        private Report withMore(int count, String... names) {
            Report shown = passed("host", "6.1", names);
            List<Report.Test> tests = new ArrayList<>(shown.tests());
            tests.add(
                    new Report.Test("A", "more tests", List.of(Reports.several("host", Report.Status.PASSED, count))));
            return new Report(shown.created(), shown.environments(), tests);
        }

        @Test
        void an_environment_that_did_not_start_again_keeps_its_platform() {
            Report second = new Report(Reports.NOON, List.of(notStarted("host", "no room")), List.of());

            Report.Environment environment = RerunMerge.merge(passed("host", "6.1", "one"), second)
                    .environments()
                    .get(0);

            assertThat(environment.platform().kernel()).isEqualTo("6.1");
            assertThat(environment.failure()).isEqualTo("no room");
        }
    }

    private static Stream<String> names(Report report) {
        return report.environments().stream().map(Report.Environment::name);
    }
}
