// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.Source;
import io.bpfiterator.object.Coverage.NotMeasured;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTextTest {

    @Test
    void has_the_shares_and_the_lines_of_each_source() {
        Source source = new Source(
                "/src/task.bpf.c", List.of(10, 12, 20), List.of(14, 15, 23), List.of(21), List.of(), List.of());

        assertThat(CoverageText.of(new MeasuredCoverage(
                        List.of(source), List.of(new NotMeasured("task, dump (iter/task)", "libbpf loads it")))))
                .containsExactly(
                        "/src/task.bpf.c: lines 50.0 % (3 of 6), functions none, branches none",
                        "    hit: 10-12, 20",
                        "    missed: 14-15, 23",
                        "task, dump (iter/task) is not measured: libbpf loads it");
    }

    @Test
    void says_that_no_line_was_missed() {
        Source source = new Source("/src/task.bpf.c", List.of(10), List.of(), List.of(), List.of(), List.of());

        assertThat(CoverageText.of(new MeasuredCoverage(List.of(source), List.of())))
                .contains("    hit: 10", "    missed: none");
    }
}
