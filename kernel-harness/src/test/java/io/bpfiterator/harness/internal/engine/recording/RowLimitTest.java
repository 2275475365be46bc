// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.Rows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowLimitTest {

    private final RowLimit limit = new RowLimit(10);

    private void find(int passed, int failed, int skipped) {
        IntStream.range(0, passed).forEach(i -> limit.count(Status.PASSED));
        IntStream.range(0, failed).forEach(i -> limit.count(Status.FAILED));
        IntStream.range(0, skipped).forEach(i -> limit.count(Status.SKIPPED));
    }

    private long admitted(Status status, int number) {
        return IntStream.range(0, number).filter(i -> limit.admits(status)).count();
    }

    private List<Report.Test> rowsOfLeftOut() {
        Rows rows = new Rows();
        limit.addTo(rows, "host");
        return rows.tests();
    }

    @Test
    void shows_all_tests_up_to_the_limit() {
        find(7, 2, 1);

        assertThat(admitted(Status.PASSED, 7)).isEqualTo(7);
        assertThat(admitted(Status.FAILED, 2)).isEqualTo(2);
        assertThat(admitted(Status.SKIPPED, 1)).isEqualTo(1);
        assertThat(rowsOfLeftOut()).isEmpty();
    }

    @Test
    void shows_failed_and_skipped_tests_before_passed_ones_wherever_they_are() {
        find(100, 2, 3);

        assertThat(admitted(Status.PASSED, 100)).isEqualTo(5);
        assertThat(admitted(Status.SKIPPED, 3)).isEqualTo(3);
        assertThat(admitted(Status.FAILED, 2)).isEqualTo(2);
    }

    @Test
    void shows_failed_tests_before_skipped_ones() {
        find(0, 8, 5);

        assertThat(admitted(Status.FAILED, 8)).isEqualTo(8);
        assertThat(admitted(Status.SKIPPED, 5)).isEqualTo(2);
        assertThat(admitted(Status.PASSED, 1)).isZero();
    }

    @Test
    void counts_the_tests_of_a_class_that_are_left_out_and_their_time() {
        limit.leaveOut("A", Status.PASSED, 5);
        limit.leaveOut("B", Status.PASSED, 7);
        limit.leaveOut("A", Status.PASSED, 6);
        limit.leaveOut("A", Status.SKIPPED, 0);

        assertThat(rowsOfLeftOut())
                .extracting(
                        Report.Test::className,
                        Report.Test::name,
                        row -> row.results().get(0).size(),
                        row -> row.results().get(0).milliseconds())
                .containsExactly(
                        tuple("A", "more tests that passed", 2, 11L),
                        tuple("A", "more tests that were skipped", 1, 0L),
                        tuple("B", "more tests that passed", 1, 7L));
    }

    @Test
    void says_why_tests_are_left_out() {
        limit.leaveOut("A", Status.FAILED, 5);

        assertThat(rowsOfLeftOut().get(0).results().get(0).failure().message())
                .isEqualTo("These tests are left out, since a report shows at most 10 tests of an environment. All of"
                        + " them failed; the build tool has their results.");
        assertThat(rowsOfLeftOut().get(0).results().get(0).reason()).isNull();

        limit.leaveOut("B", Status.SKIPPED, 5);
        assertThat(rowsOfLeftOut().get(1).results().get(0).reason())
                .endsWith("All of them were skipped; the build tool has their results.");
    }
}
