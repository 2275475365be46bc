// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import static io.bpfiterator.harness.internal.figures.SampleFigures.complexity;
import static io.bpfiterator.harness.internal.figures.SampleFigures.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import io.bpfiterator.internal.figures.Cost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredFiguresTest {

    private static final ProgramFigures UNKNOWN = new ProgramFigures("task", "dump_task", null, "ENOMEM", null);

    private static MeasuredFigures of(ProgramFigures... programs) {
        return new MeasuredFigures(List.of(programs));
    }

    @Test
    void are_the_same_after_they_were_written_as_json() {
        MeasuredFigures figures = of(program("task", "dump_task", complexity(100)), UNKNOWN);

        assertThat(MeasuredFigures.ofJson(figures.toJson())).isEqualTo(figures);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "{\"programs\":[null]}",
                "{\"programs\":[{}]}",
                "{\"programs\":[{\"object\":\"task\",\"program\":\"\"}]}",
                "{\"programs\":[{\"object\":\"a\\n|b\",\"program\":\"c\"}]}",
                "{\"programs\":[{\"object\":\"a\",\"program\":\"c\",\"complexity\":{\"peakStates\":\"many\"}}]}"
            })
    void refuse_json_of_something_else(String json) {
        assertThatThrownBy(() -> MeasuredFigures.ofJson(json)).isInstanceOf(JsonParseException.class);
    }

    @Test
    void of_several_runs_have_the_most_complex_load_of_each_program_in_the_order_of_names() {
        MeasuredFigures merged = MeasuredFigures.merge(Stream.of(
                of(program("task", "dump_task", complexity(200)), UNKNOWN),
                of(program("cgroup", "dump", complexity(1)), program("task", "dump_task", complexity(100)))));

        assertThat(merged)
                .isEqualTo(of(program("cgroup", "dump", complexity(1)), program("task", "dump_task", complexity(200))));
    }

    @Test
    void of_a_program_that_was_never_measured_have_the_reason() {
        assertThat(MeasuredFigures.merge(Stream.of(of(UNKNOWN), of(UNKNOWN)))).isEqualTo(of(UNKNOWN));
    }

    @Test
    void of_several_runs_have_the_sum_of_their_cost() {
        ProgramFigures run = new ProgramFigures("task", "dump_task", null, null, new Cost(12, 600, 1, 2, 300, 4));

        assertThat(MeasuredFigures.merge(Stream.of(of(run), of(program("task", "dump_task", complexity(9))), of(run))))
                .isEqualTo(of(new ProgramFigures(
                        "task", "dump_task", complexity(9), null, new Cost(24, 1200, 2, 4, 600, 8))));
    }
}
