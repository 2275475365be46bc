package io.bpfiterator.harness.internal.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.report.Report.Status;
import java.util.Map;
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
        return IntStream.range(0, number)
                .filter(i -> limit.admits("AClass", status))
                .count();
    }

    @Test
    void shows_all_tests_up_to_the_limit() {
        find(7, 2, 1);

        assertThat(admitted(Status.PASSED, 7)).isEqualTo(7);
        assertThat(admitted(Status.FAILED, 2)).isEqualTo(2);
        assertThat(admitted(Status.SKIPPED, 1)).isEqualTo(1);
        assertThat(limit.leftOut()).isEmpty();
    }

    @Test
    void shows_failed_and_skipped_tests_before_passed_ones_wherever_they_are() {
        find(100, 2, 3);

        assertThat(admitted(Status.PASSED, 100)).isEqualTo(5);
        assertThat(admitted(Status.SKIPPED, 3)).isEqualTo(3);
        assertThat(admitted(Status.FAILED, 2)).isEqualTo(2);
        assertThat(limit.leftOut()).isEqualTo(Map.of("AClass", Map.of(Status.PASSED, 95)));
    }

    @Test
    void counts_the_failed_tests_that_are_left_out() {
        find(0, 25, 3);

        assertThat(admitted(Status.FAILED, 25)).isEqualTo(10);
        assertThat(admitted(Status.SKIPPED, 3)).isZero();
        assertThat(limit.leftOut()).isEqualTo(Map.of("AClass", Map.of(Status.FAILED, 15, Status.SKIPPED, 3)));
        assertThat(RowLimit.name(15, Status.FAILED)).isEqualTo("15 more tests that failed");
        assertThat(limit.result("host", Status.FAILED).failure().message())
                .isEqualTo("These tests are left out, since a report shows at most 10 tests of an environment. All of"
                        + " them failed; the build tool has their results.");
    }
}
