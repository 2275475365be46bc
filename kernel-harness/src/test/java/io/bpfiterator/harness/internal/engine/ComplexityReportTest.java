// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.figures.ProgramFigures;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.support.Runs;
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

/** The complexity of the programs that tests load in environments is part of the report. */
@NeedsKernel
@Timeout(120)
class ComplexityReportTest {

    @TempDir
    private Path directory;

    @AfterEach
    void measureNoMore() {
        System.clearProperty(ExtensionSettings.COMPLEXITY.key());
    }

    private void run() {
        Runs.with(
                Map.of(Runs.ENVIRONMENTS, "host", "bpfiterator.report.directory", directory.toString()),
                selectMethod(Pids.class, "listsThisProcess", "io.bpfiterator.iterator.IteratorReader"));
    }

    private String text(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    @Test
    void in_the_json_and_in_the_summary() throws IOException {
        System.setProperty(ExtensionSettings.COMPLEXITY.key(), "true");
        run();

        ProgramFigures program = ReportFiles.read(directory.resolve("report.json"))
                .environments()
                .get(0)
                .figures()
                .programs()
                .get(0);
        assertThat(program.object()).isEqualTo("pids");
        assertThat(program.program()).isEqualTo("dump_pids");
        assertThat(program.complexity().verifiedInstructions()).isPositive();
        assertThat(text("summary.md"))
                .contains("### Complexity of the BPF programs", "| Program | <code>host</code> |")
                .contains("| <code>pids, dump&#95;pids</code> | "
                        + program.complexity().verifiedInstructions() + " / ");
    }

    @Test
    void is_absent_without_the_setting() throws IOException {
        run();

        assertThat(text("report.json")).doesNotContain("\"figures\"");
        assertThat(text("summary.md")).doesNotContain("Complexity");
    }
}
