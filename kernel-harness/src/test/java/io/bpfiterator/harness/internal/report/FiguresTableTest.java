// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static io.bpfiterator.harness.internal.figures.SampleFigures.complexity;
import static io.bpfiterator.harness.internal.figures.SampleFigures.program;
import static io.bpfiterator.harness.internal.report.Reports.environment;
import static io.bpfiterator.harness.internal.report.Reports.passed;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.figures.ProgramFigures;
import io.bpfiterator.internal.figures.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures of programs in reports and in their summaries, kernels side by side. */
class FiguresTableTest {

    private static final ProgramFigures READ =
            new ProgramFigures("task", "dump_task", null, null, new Cost(1000, 250_000, 2, 3, 4096, 0));

    private static Report report(Report.Environment... environments) {
        return new Report(Reports.NOON, List.of(environments), List.of());
    }

    private static Report.Environment measured(String name, ProgramFigures... programs) {
        return environment(name, "6.1").withFigures(new MeasuredFigures(List.of(programs)));
    }

    @Test
    void show_the_complexity_of_each_program_on_each_kernel() {
        assertThat(Summary.of(report(
                        measured("vm:5.10", program("task", "dump_task", complexity(1234))),
                        environment("container", "6.1"),
                        measured(
                                "vm:6.12",
                                program("task", "dump_task", complexity(38)),
                                new ProgramFigures("udp", "dump", null, "no room (ENOMEM)", null)))))
                .endsWith("""
                        | Program | <code>vm:5.10</code> | <code>vm:6.12</code> |
                        | --- | ---: | ---: |
                        | <code>task, dump&#95;task</code> | 1,234 / 8 / 64 | 38 / 8 / 64 |
                        | <code>udp, dump</code> |  | not measured: no room (ENOMEM) |
                        """);
    }

    @Test
    void show_the_cost_of_a_run() {
        Cost notCounted = new Cost(0, 0, 1, 2, 30, 0);
        assertThat(Summary.of(report(
                        measured("host", READ),
                        measured("vm:6.12", new ProgramFigures("task", "dump_task", null, null, notCounted)))))
                .endsWith("| <code>task, dump&#95;task</code> | 250 ns / 1,000 / 4,096 | not counted / 30 |\n");
    }

    @Test
    void are_the_same_after_they_were_written() {
        Report report = report(measured("host", program("task", "dump_task", complexity(38)), READ));

        assertThat(ReportJson.read(ReportJson.write(report), "x.json")).isEqualTo(report);
    }

    @Test
    void of_modules_of_a_build_are_merged() {
        Report one = new Report(
                Reports.NOON,
                List.of(measured("host", program("task", "dump_task", complexity(38)))),
                List.of(new Report.Test("A", "one", List.of(passed("host")))));
        Report other = new Report(
                Reports.NOON,
                List.of(measured("host", READ)),
                List.of(new Report.Test("B", "two", List.of(passed("host")))));
        ProgramFigures both = new ProgramFigures("task", "dump_task", complexity(38), null, READ.cost());

        assertThat(ReportMerge.of(List.of(one, other)).environments()).containsExactly(measured("host", both));
        assertThat(RerunMerge.merge(one, other).environments()).containsExactly(measured("host", both));
    }
}
