// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.Source;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.SourceBranch;
import io.bpfiterator.harness.internal.engine.fixtures.Figures;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.object.Coverage.State;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Each figure of the coverage changes if what it shows is broken on purpose. */
@NeedsKernel
@Timeout(120)
class CoverageFiguresTest {

    private static final Path SOURCE = Path.of("src/test/bpf/figures.bpf.c");

    /** The values with which everything is executed, and some with which a part is not. */
    private static final String BOTH = "0,1";

    private static final String NEVER = "0";

    private static final String ALWAYS = "1";

    @TempDir
    private Path reports;

    /** The report of the last run; a report of the same build in its directory would be merged with it. */
    private Path directory;

    @BeforeEach
    void measure() {
        System.setProperty(ExtensionSettings.COVERAGE.key(), "true");
    }

    @AfterEach
    void measureNoMore() {
        System.clearProperty(ExtensionSettings.COVERAGE.key());
        System.clearProperty(ExtensionSettings.TEMPLATES_KEY);
        System.clearProperty(Figures.CHOSEN);
        System.clearProperty(Figures.ENABLED);
    }

    private EngineExecutionResults run(String chosen, int enabled, Map<String, String> more) {
        directory = reports.resolve(chosen + " " + enabled);
        System.setProperty(Figures.CHOSEN, chosen);
        System.setProperty(Figures.ENABLED, String.valueOf(enabled));
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put(Runs.ENVIRONMENTS, "host");
        configuration.put("bpfiterator.report.directory", directory.toString());
        return Runs.with(configuration, selectClass(Figures.class));
    }

    private MeasuredCoverage measured(String chosen, int enabled) {
        run(chosen, enabled, Map.of());
        return ReportFiles.read(directory.resolve("report.json"))
                .environments()
                .get(0)
                .coverage();
    }

    private Source source(String chosen, int enabled) {
        return measured(chosen, enabled).sources().get(0);
    }

    /** Returns the number of the line that has a comment. */
    private static int line(String comment) throws IOException {
        List<String> lines = Files.readAllLines(SOURCE);
        int number = 1;
        while (!lines.get(number - 1).contains("/* " + comment + " */")) {
            number++;
        }
        return number;
    }

    private String text(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    @Test
    void a_line_that_is_not_executed_any_more_is_missed() throws IOException {
        assertThat(source(BOTH, 1).hit()).contains(line("LINE"));

        assertThat(source(NEVER, 1).missed()).contains(line("LINE"));
    }

    @Test
    void a_function_that_is_not_called_any_more_is_missed() {
        assertThat(function(source(BOTH, 1))).isEqualTo(State.HIT);

        assertThat(function(source(NEVER, 1))).isEqualTo(State.MISSED);
    }

    private static State function(Source source) {
        return source.functions().stream()
                .filter(function -> function.name().equals("twice"))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void a_branch_that_goes_one_way_only_is_missed_the_other_way() throws IOException {
        assertThat(ways(source(BOTH, 1))).containsExactly(State.HIT, State.HIT);

        List<State> never = ways(source(NEVER, 1));
        List<State> always = ways(source(ALWAYS, 1));
        assertThat(never).containsExactlyInAnyOrder(State.HIT, State.MISSED);
        assertThat(always).containsExactly(never.get(1), never.get(0));
    }

    private static List<State> ways(Source source) throws IOException {
        int line = line("BRANCH");
        return source.branches().stream()
                .filter(branch -> branch.line() == line)
                .map(SourceBranch::state)
                .toList();
    }

    @Test
    void code_that_a_constant_disables_is_unreachable() throws IOException {
        assertThat(source(BOTH, 1).hit()).contains(line("REMOVED"));

        assertThat(source(BOTH, 0).unreachable()).contains(line("REMOVED"));
    }

    @Test
    void a_program_without_a_template_is_not_measured() {
        assertThat(measured(BOTH, 1).notMeasured()).isEmpty();
        System.setProperty(ExtensionSettings.TEMPLATES_KEY, "false");

        MeasuredCoverage broken = measured(NEVER, 1);

        assertThat(broken.sources()).isEmpty();
        assertThat(broken.notMeasured())
                .singleElement()
                .hasToString("NotMeasured[program=figures, figures (iter/task),"
                        + " reason=libbpf loads it, without a template]");
    }

    @Test
    void the_lines_of_the_lcov_file_and_the_shares_of_the_summary_follow() throws IOException {
        run(BOTH, 1, Map.of());
        assertThat(text("coverage.lcov"))
                .contains("DA:" + line("LINE") + ",1\n", "FNDA:1,twice\n", "FNH:2\n")
                .doesNotContain("DA:" + line("LINE") + ",0\n");
        String complete = row();
        assertThat(complete).contains(" | 100.0 % (2 of 2) | ");

        run(NEVER, 1, Map.of());
        assertThat(text("coverage.lcov")).contains("DA:" + line("LINE") + ",0\n", "FNDA:0,twice\n", "FNH:1\n");
        assertThat(row()).isNotEqualTo(complete).contains(" | 50.0 % (1 of 2) | ");

        System.setProperty(ExtensionSettings.TEMPLATES_KEY, "false");
        run(ALWAYS, 1, Map.of());
        assertThat(row()).isEqualTo("| together | none | none | none | 1 |");
    }

    private String row() throws IOException {
        return text("summary.md")
                .lines()
                .filter(line -> line.startsWith("| together"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_minimum_fails_the_run_that_executes_less() {
        Map<String, String> all = Map.of("bpfiterator.coverage.minimum", "90");

        run(BOTH, 1, all)
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(1).failed(0));
        run(NEVER, 1, all)
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(1).failed(1));
    }
}
