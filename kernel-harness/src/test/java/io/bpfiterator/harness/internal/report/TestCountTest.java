// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static io.bpfiterator.harness.internal.report.Reports.failed;
import static io.bpfiterator.harness.internal.report.Reports.passed;
import static io.bpfiterator.harness.internal.report.Reports.several;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.report.Report.Result;
import io.bpfiterator.harness.internal.report.Report.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestCountTest {

    private static Report.Test row(String className, Result... results) {
        return new Report.Test(className, "a row", List.of(results));
    }

    @Test
    void a_row_is_a_test_in_however_many_environments() {
        assertThat(TestCount.of(List.of(row("A", passed("host"), failed("vm", "no")), row("A", passed("vm")))))
                .isEqualTo(2);
    }

    @Test
    void a_row_may_stand_for_several_tests() {
        assertThat(TestCount.of(List.of(row("A", passed("host")), row("A", several("host", Status.PASSED, 9)))))
                .isEqualTo(10);
    }

    @Test
    void a_test_that_only_one_of_two_environments_shows_counts_once() {
        assertThat(TestCount.of(List.of(
                        row("A", passed("host")),
                        row("A", failed("vm", "no")),
                        row("A", several("host", Status.PASSED, 9), several("vm", Status.PASSED, 9)))))
                .isEqualTo(10);
    }

    @Test
    void classes_that_run_in_different_environments_add_up() {
        assertThat(TestCount.of(List.of(
                        row("A", several("host", Status.PASSED, 9)), row("B", several("vm", Status.FAILED, 9)))))
                .isEqualTo(18);
    }
}
