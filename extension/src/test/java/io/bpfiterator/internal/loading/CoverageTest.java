// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.coverage.RunCoverage;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.object.Coverage;
import io.bpfiterator.object.Coverage.Branch;
import io.bpfiterator.object.Coverage.Function;
import io.bpfiterator.object.Coverage.State;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The coverage of programs whose executed lines are known by construction: their sources name the states. */
@NeedsKernel
class CoverageTest {

    private static final Pattern EXPECTED = Pattern.compile("/\\* (HIT|MISSED|UNREACHABLE) \\*/");

    @BeforeEach
    void measure() {
        ObjectLoader.closeTemplates();
        System.setProperty(ExtensionSettings.COVERAGE.key(), "true");
    }

    @AfterEach
    void measureNoMore() {
        System.clearProperty(ExtensionSettings.COVERAGE.key());
    }

    private static LoadedObject load(String name) {
        return OpenedObject.open(Objects.file(name)).load();
    }

    /** Returns the states that the comments of a source name, by line. */
    private static Map<Integer, State> expected(String name) throws IOException {
        Map<Integer, State> states = new TreeMap<>();
        List<String> lines = Files.readAllLines(Path.of("src/test/bpf", name + ".bpf.c"));
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = EXPECTED.matcher(lines.get(i));
            if (matcher.find()) {
                states.put(i + 1, State.valueOf(matcher.group(1)));
            }
        }
        return states;
    }

    /** Returns the measured states of the lines for which a state is expected. */
    private static Map<Integer, State> measured(String name, Coverage coverage, Map<Integer, State> expected) {
        Map<Integer, State> states = new TreeMap<>();
        coverage.lines().stream()
                .filter(line -> line.file().endsWith("/" + name + ".bpf.c") && expected.containsKey(line.number()))
                .forEach(line -> states.put(line.number(), line.state()));
        return states;
    }

    private static void assertHasExpectedStates(String name) throws IOException {
        Map<Integer, State> expected = expected(name);
        try (LoadedObject object = load(name)) {
            object.programs().forEach(program -> program.pin().text());

            assertThat(object.isFromTemplate()).isTrue();
            assertThat(measured(name, object.coverage(), expected)).isEqualTo(expected);
        }
    }

    @Nested
    class The_lines_of_programs {

        @Test
        void with_loops_early_returns_subprograms_and_switches_have_their_states() throws IOException {
            assertHasExpectedStates("coverage");
        }

        @Test
        @EnabledOnKernel(min = "5.17")
        void with_callbacks_have_their_states() throws IOException {
            assertHasExpectedStates("coverage_callbacks");
        }

        @Test
        @EnabledOnKernel(min = "6.4")
        void with_iterators_of_numbers_have_their_states() throws IOException {
            assertHasExpectedStates("coverage_numbers");
        }

        @Test
        void with_20_000_instructions_have_their_states() throws IOException {
            assertHasExpectedStates("coverage_large");
        }

        @Test
        void are_missed_before_the_first_read() {
            try (LoadedObject object = load("coverage")) {
                assertThat(object.coverage().lines()).isNotEmpty().noneMatch(line -> line.state() == State.HIT);
            }
        }
    }

    @Nested
    class The_branches_of_a_program {

        private List<Branch> ofLine(Coverage coverage, String text) throws IOException {
            List<String> lines = Files.readAllLines(Path.of("src/test/bpf/coverage.bpf.c"));
            int number = 1;
            while (!lines.get(number - 1).contains(text)) {
                number++;
            }
            int found = number;
            return coverage.branches().stream()
                    .filter(branch -> branch.line() == found)
                    .toList();
        }

        @Test
        void are_hit_each_for_itself() throws IOException {
            try (LoadedObject object = load("coverage")) {
                object.program("loops").pin().text();
                Coverage coverage = object.coverage();

                assertThat(ofLine(coverage, "if (sum == 20)"))
                        .extracting(Branch::state)
                        .containsExactlyInAnyOrder(State.HIT, State.MISSED);
                assertThat(ofLine(coverage, "if (i == wanted)"))
                        .extracting(Branch::state)
                        .contains(State.HIT, State.HIT);
            }
        }

        @Test
        void are_unreachable_where_a_constant_decides() throws IOException {
            try (LoadedObject object = load("coverage")) {
                object.program("constants").pin().text();

                assertThat(ofLine(object.coverage(), "if (disabled)"))
                        .extracting(Branch::state)
                        .contains(State.HIT, State.UNREACHABLE);
            }
        }
    }

    @Nested
    class The_functions_of_a_program {

        @Test
        void include_its_subprograms() {
            try (LoadedObject object = load("coverage")) {
                object.program("subprograms").pin().text();

                assertThat(object.coverage().functions())
                        .extracting(Function::name, Function::state)
                        .contains(
                                tuple("half", State.HIT),
                                tuple("subprograms", State.HIT),
                                tuple("loops", State.MISSED));
            }
        }
    }

    @Test
    void a_program_that_is_too_complex_with_probes_runs_with_fewer_or_without() {
        try (LoadedObject object = load("coverage_complex")) {
            assertThat(object.program("blocks_only").pin().text()).isEqualTo("sum 180000\n");
            assertThat(object.program("without_probes").pin().text()).isEqualTo("sum 300000\n");
            assertThat(object.coverage().functions())
                    .extracting(Function::name, Function::state)
                    .containsExactly(tuple("blocks_only", State.HIT));
        }
        assertThat(RunCoverage.coverage().notMeasured())
                .contains(
                        new Coverage.NotMeasured(
                                "coverage_complex, blocks_only (iter/bpf_map)",
                                "only its lines are, since the kernel refuses probes for branches"),
                        new Coverage.NotMeasured(
                                "coverage_complex, without_probes (iter/bpf_map)",
                                "the kernel refuses the program with probes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"coverage", "globals", "statics"})
    void probes_do_not_change_the_output(String name) {
        Map<String, String> measured = outputs(name);
        System.clearProperty(ExtensionSettings.COVERAGE.key());

        assertThat(measured).isEqualTo(outputs(name));
    }

    @Test
    @EnabledOnKernel(min = "5.13")
    void probes_in_callbacks_do_not_change_the_output() {
        probes_do_not_change_the_output("functions");
    }

    private static Map<String, String> outputs(String name) {
        Map<String, String> outputs = new TreeMap<>();
        try (LoadedObject object = load(name)) {
            object.programs().stream()
                    .filter(program -> !program.section().contains("map_elem"))
                    .forEach(
                            program -> outputs.put(program.name(), program.pin().text()));
        }
        return outputs;
    }

    @Test
    void the_coverage_of_a_run_outlives_the_objects() {
        load("coverage").close();
        try (LoadedObject object = load("coverage")) {
            object.program("loops").pin().text();
        }

        assertThat(RunCoverage.coverage().functions())
                .filteredOn(function -> function.name().equals("loops"))
                .singleElement()
                .satisfies(function -> assertThat(function.state()).isEqualTo(State.HIT))
                .satisfies(function -> assertThat(Path.of(function.file()))
                        .isEqualTo(Path.of("src/test/bpf/coverage.bpf.c").toAbsolutePath()));
    }

    @Test
    void an_object_that_libbpf_loads_is_listed_as_not_measured() {
        OpenedObject.open(Objects.file("coverage"), true).load().close();

        assertThat(RunCoverage.coverage().notMeasured())
                .contains(new Coverage.NotMeasured(
                        "coverage, loops (iter/bpf_map)", "libbpf loads it, without a template"));
    }

    @Test
    void is_not_available_without_the_setting() {
        System.clearProperty(ExtensionSettings.COVERAGE.key());
        try (LoadedObject object = load("coverage")) {
            assertThatThrownBy(object::coverage)
                    .isInstanceOf(BpfException.class)
                    .hasMessage("Cannot return the coverage of object coverage: it is not measured."
                            + " Set the system property bpfiterator.coverage to true.");
        }
    }
}
