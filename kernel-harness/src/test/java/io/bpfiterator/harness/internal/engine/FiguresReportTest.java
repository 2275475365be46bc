// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.figures.ProgramFigures;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.internal.figures.Cost;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the programs that tests load in environments are part of the report. */
@NeedsKernel
@Timeout(120)
class FiguresReportTest {

    @TempDir
    private Path directory;

    @AfterEach
    void measureNoMore() {
        System.clearProperty(ExtensionSettings.COMPLEXITY.key());
        System.clearProperty(ExtensionSettings.COST.key());
    }

    private void run() {
        Runs.with(
                Map.of(Runs.ENVIRONMENTS, "host", "bpfiterator.report.directory", directory.toString()),
                selectMethod(Pids.class, "listsThisProcess", "io.bpfiterator.iterator.IteratorReader"));
    }

    private Report report() {
        return ReportFiles.read(directory.resolve("report.json"));
    }

    private ProgramFigures program() {
        return report().environments().get(0).figures().programs().get(0);
    }

    private String text(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    @Test
    void with_the_complexity_in_the_json_and_in_the_summary() throws IOException {
        System.setProperty(ExtensionSettings.COMPLEXITY.key(), "true");
        run();

        ProgramFigures program = program();
        assertThat(program.object()).isEqualTo("pids");
        assertThat(program.program()).isEqualTo("dump_pids");
        assertThat(program.complexity().verifiedInstructions()).isPositive();
        assertThat(text("summary.md"))
                .contains("### Complexity of the BPF programs", "| Program | <code>host</code> |")
                .contains("| <code>pids, dump&#95;pids</code> | "
                        + program.complexity().verifiedInstructions() + " / ");
    }

    @Test
    void with_the_cost_in_the_json_in_the_summary_and_of_each_test() throws IOException {
        System.setProperty(ExtensionSettings.COST.key(), "true");
        run();

        Cost cost = program().cost();
        assertThat(cost.runs()).isGreaterThan(1);
        assertThat(cost.nanoseconds()).isPositive();
        assertThat(cost.bytes()).isPositive();
        assertThat(text("summary.md"))
                .contains("### Cost of the BPF programs", "| <code>pids, dump&#95;pids</code> | ")
                .doesNotContain("Complexity");
        assertThat(report().tests().get(0).results().get(0).sections())
                .contains(new Report.Section("cost of BPF programs", "pids, dump_pids: " + cost));
    }

    @Test
    void are_absent_without_the_settings() throws IOException {
        run();

        assertThat(text("report.json")).doesNotContain("\"figures\"");
        assertThat(text("summary.md")).doesNotContain("Complexity", "Cost");
    }
}
