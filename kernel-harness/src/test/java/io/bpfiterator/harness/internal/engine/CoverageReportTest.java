// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.Source;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.object.Coverage.State;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** The coverage of the programs that tests load in environments is part of the report. */
@NeedsKernel
@Timeout(120)
class CoverageReportTest {

    private static final String SOURCE = "/kernel-harness/src/test/bpf/pids.bpf.c";

    @TempDir
    private Path directory;

    @BeforeEach
    void measure() {
        System.setProperty(ExtensionSettings.COVERAGE.key(), "true");
    }

    @AfterEach
    void measureNoMore() {
        System.clearProperty(ExtensionSettings.COVERAGE.key());
    }

    private EngineExecutionResults run(Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put(Runs.ENVIRONMENTS, "host");
        configuration.put("bpfiterator.report.directory", directory.toString());
        return Runs.with(
                configuration, selectMethod(Pids.class, "listsThisProcess", "io.bpfiterator.iterator.IteratorReader"));
    }

    private String text(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    @Test
    void as_lines_in_the_json() {
        run(Map.of());

        Source source = ReportFiles.read(directory.resolve("report.json"))
                .environments()
                .get(0)
                .coverage()
                .sources()
                .get(0);
        assertThat(source.file()).endsWith(SOURCE);
        assertThat(source.hit()).isNotEmpty();
        assertThat(source.functions()).singleElement().satisfies(function -> assertThat(function.state())
                .isEqualTo(State.HIT));
    }

    @Test
    void with_the_texts_of_the_sources() throws IOException {
        run(Map.of());

        assertThat(ReportFiles.read(directory.resolve("report.json")).sources())
                .singleElement()
                .satisfies(source -> {
                    assertThat(source.file()).endsWith(SOURCE);
                    assertThat(source.text()).isEqualTo(Files.readString(Path.of("src/test/bpf/pids.bpf.c")));
                });
    }

    @Test
    void as_a_file_for_lcov() throws IOException {
        run(Map.of());

        assertThat(text("coverage.lcov")).contains(SOURCE + "\n", "FNH:1\n", "\nend_of_record\n");
    }

    @Test
    void as_a_table_in_the_summary() throws IOException {
        run(Map.of());

        assertThat(text("summary.md"))
                .contains("### Coverage of the BPF programs", "| <code>host</code> | ", "| together | ");
    }

    @Test
    void fails_the_run_if_it_is_smaller_than_the_minimum() {
        System.clearProperty(ExtensionSettings.COVERAGE.key());

        run(Map.of("bpfiterator.coverage.minimum", "80"))
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(1).failed(1));
    }

    @Test
    void does_not_fail_the_run_if_the_minimum_is_reached() {
        run(Map.of("bpfiterator.coverage.minimum", "20"))
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(1).failed(0));
    }

    @Test
    void is_absent_without_the_setting() throws IOException {
        System.clearProperty(ExtensionSettings.COVERAGE.key());
        run(Map.of());

        assertThat(directory.resolve("coverage.lcov")).doesNotExist();
        assertThat(text("report.json")).doesNotContain("\"coverage\"");
        assertThat(text("summary.md")).doesNotContain("Coverage");
    }
}
