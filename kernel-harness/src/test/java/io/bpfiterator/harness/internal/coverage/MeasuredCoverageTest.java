// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.object.Coverage;
import io.bpfiterator.object.Coverage.Branch;
import io.bpfiterator.object.Coverage.Function;
import io.bpfiterator.object.Coverage.Line;
import io.bpfiterator.object.Coverage.NotMeasured;
import io.bpfiterator.object.Coverage.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredCoverageTest {

    private static final String FILE = "/src/task.bpf.c";

    private static MeasuredCoverage lines(State... states) {
        List<Line> lines = Stream.of(states)
                .map(state -> new Line(FILE, List.of(states).indexOf(state) + 1, state))
                .toList();
        return MeasuredCoverage.of(new Coverage(lines, List.of(), List.of(), List.of()));
    }

    @Test
    void is_the_same_after_it_was_written_as_json() {
        MeasuredCoverage coverage = MeasuredCoverage.of(new Coverage(
                List.of(new Line(FILE, 1, State.HIT), new Line(FILE, 2, State.MISSED)),
                List.of(new Function(FILE, 1, "dump_task", State.HIT)),
                List.of(new Branch(FILE, 1, "dump_task", 0, true, State.UNREACHABLE)),
                List.of(new NotMeasured("task, dump_task (iter/task)", "libbpf loads it"))));

        assertThat(MeasuredCoverage.ofJson(coverage.toJson())).isEqualTo(coverage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "{\"sources\":[null],\"notMeasured\":[]}",
                "{\"sources\":[{\"file\":\"a\"}],\"notMeasured\":[]}",
                "{\"sources\":[],\"notMeasured\":[{}]}",
                "{\"sources\":[{\"file\":\"a\\nSF:b\",\"hit\":[],\"missed\":[],\"unreachable\":[],\"functions\":[],"
                        + "\"branches\":[]}],\"notMeasured\":[]}"
            })
    void refuses_json_of_something_else(String json) {
        assertThatThrownBy(() -> MeasuredCoverage.ofJson(json)).isInstanceOf(JsonParseException.class);
    }

    @Test
    void of_two_environments_has_the_better_state_of_each_line() {
        MeasuredCoverage one = lines(State.UNREACHABLE, State.MISSED, State.HIT);
        MeasuredCoverage other = lines(State.HIT, State.UNREACHABLE, State.MISSED);

        assertThat(MeasuredCoverage.merge(Stream.of(one, other)).sources())
                .singleElement()
                .satisfies(source -> assertThat(source.hit()).containsExactly(1, 3))
                .satisfies(source -> assertThat(source.missed()).containsExactly(2))
                .satisfies(source -> assertThat(source.unreachable()).isEmpty());
    }

    @Test
    void at_sources_has_the_source_of_a_copied_resource_once(@TempDir Path project) throws IOException {
        Path source = project.resolve("src/test/resources/task.bpf.c");
        Files.createDirectories(source.getParent());
        Files.createFile(source);
        MeasuredCoverage coverage = MeasuredCoverage.of(new Coverage(
                List.of(
                        new Line(project + "/target/test-classes/task.bpf.c", 1, State.MISSED),
                        new Line(source.toString(), 1, State.HIT)),
                List.of(),
                List.of(),
                List.of()));

        assertThat(coverage.atSources().sources()).singleElement().satisfies(found -> {
            assertThat(found.file()).isEqualTo(source.toString());
            assertThat(found.hit()).containsExactly(1);
            assertThat(found.missed()).isEmpty();
        });
    }

    @Nested
    class A_minimum {

        private static Optional<String> problem(int minimum, Optional<MeasuredCoverage> coverage) {
            return CoverageMinimum.problem(
                    coverage,
                    key -> key.equals(HarnessSettings.COVERAGE_MINIMUM.key())
                            ? Optional.of(String.valueOf(minimum))
                            : Optional.empty());
        }

        @Test
        void of_0_is_always_reached() {
            assertThat(problem(0, Optional.empty())).isEmpty();
        }

        @Test
        void does_not_count_unreachable_lines() {
            assertThat(problem(50, Optional.of(lines(State.HIT, State.MISSED, State.UNREACHABLE))))
                    .isEmpty();
        }

        @Test
        void that_is_not_reached_is_a_problem() {
            assertThat(problem(51, Optional.of(lines(State.HIT, State.MISSED))))
                    .contains("bpfiterator.coverage.minimum is 51 %, but the tests execute 50.0 % (1 of 2) of the lines"
                            + " of the BPF programs. Test the lines that coverage.lcov lists with 0 hits, beside the"
                            + " report, or lower the minimum.");
        }

        @Test
        void without_a_measurement_is_a_problem() {
            assertThat(problem(1, Optional.empty()))
                    .contains("bpfiterator.coverage.minimum is 1 %, but coverage was not measured. Set the system"
                            + " property bpfiterator.coverage to true.");
            assertThat(problem(1, Optional.of(lines()))).isPresent();
        }
    }
}
