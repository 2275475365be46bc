// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import static io.bpfiterator.harness.internal.figures.SampleFigures.complexity;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.figures.Comparison.Change;
import io.bpfiterator.harness.internal.figures.Comparison.Kind;
import io.bpfiterator.iterator.Complexity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static VerifiedProgram program(String name, Complexity complexity) {
        return VerifiedProgram.of("task.bpf.o", name, true, complexity);
    }

    private static List<Change> changes(VerifiedProgram before, VerifiedProgram after) {
        return Comparison.of(List.of(before), List.of(after));
    }

    @Nested
    class Finds {

        @Test
        void nothing_in_two_equal_runs_whatever_their_time() {
            assertThat(changes(
                            program("a", new Complexity(1, 2, 3, 4, 5, 6, 7, 8, 9)),
                            program("a", new Complexity(1, 2, 3, 4, 5, 6, 0, 8, 900))))
                    .isEmpty();
        }

        @Test
        void each_figure_that_differs() {
            assertThat(changes(
                            program("a", new Complexity(10, 20, 30, 40, 50, 60, 0, 70, 0)),
                            program("a", new Complexity(11, 21, 31, 41, 51, 61, 0, 69, 0))))
                    .containsExactly(
                            new Change(Kind.GREW, "task, a", "verified instructions", 30, 31),
                            new Change(Kind.GREW, "task, a", "states", 40, 41),
                            new Change(Kind.GREW, "task, a", "peak states", 50, 51),
                            new Change(Kind.GREW, "task, a", "states per instruction", 60, 61),
                            new Change(Kind.SHRANK, "task, a", "stack depth", 70, 69),
                            new Change(Kind.GREW, "task, a", "instructions", 10, 11),
                            new Change(Kind.GREW, "task, a", "jited bytes", 20, 21));
        }

        @Test
        void programs_that_are_new_or_have_vanished() {
            assertThat(changes(program("a", complexity(1)), program("b", complexity(1))))
                    .containsExactly(
                            new Change(Kind.VANISHED, "task, a", "", 0, 0), new Change(Kind.NEW, "task, b", "", 0, 0));
        }

        @Test
        void a_program_that_is_refused_instead_of_its_figures() {
            VerifiedProgram refused = VerifiedProgram.of("task.bpf.o", "a", false, complexity(1_000_001));

            assertThat(changes(program("a", complexity(900_000)), refused))
                    .containsExactly(new Change(Kind.REFUSED, "task, a", "", 0, 0));
            assertThat(changes(refused, program("a", complexity(900_000)))).isEmpty();
        }

        @Test
        void a_program_that_was_not_measured_this_time() {
            VerifiedProgram unknown = new VerifiedProgram("task.bpf.o", "a", true, Map.of());

            assertThat(changes(program("a", complexity(1)), unknown))
                    .containsExactly(new Change(Kind.UNKNOWN, "task, a", "", 0, 0));
            assertThat(changes(unknown, program("a", complexity(1)))).isEmpty();
        }

        @Test
        void only_figures_that_both_have() {
            VerifiedProgram ofVeristat =
                    new VerifiedProgram("task.bpf.o", "a", true, Map.of(Figure.VERIFIED_INSTRUCTIONS, 90L));

            assertThat(changes(ofVeristat, program("a", complexity(100))))
                    .containsExactly(new Change(Kind.GREW, "task, a", "verified instructions", 90, 100));
            assertThat(changes(
                            program("a", new Complexity(0, 0, 3, 0, 0, 0, 0, 0, 0)),
                            program("a", new Complexity(9, 9, 3, 0, 0, 0, 0, 0, 0))))
                    .as("0 instructions are not known")
                    .isEmpty();
        }
    }

    @Nested
    class Growth_is_too_much {

        private static boolean isTooMuch(long before, long after) {
            return new Change(Kind.GREW, "task, a", "states", before, after).isMoreThan(0.1);
        }

        @Test
        void above_the_share_only() {
            assertThat(isTooMuch(100, 110)).isFalse();
            assertThat(isTooMuch(100, 111)).isTrue();
        }

        @Test
        void from_zero() {
            assertThat(isTooMuch(0, 1)).isTrue();
        }

        @Test
        void never_if_something_shrank_or_is_new() {
            assertThat(new Change(Kind.SHRANK, "task, a", "states", 100, 1).isMoreThan(0))
                    .isFalse();
            assertThat(new Change(Kind.NEW, "task, a", "", 0, 0).isMoreThan(0)).isFalse();
            assertThat(new Change(Kind.VANISHED, "task, a", "", 0, 0).isMoreThan(0))
                    .isFalse();
        }

        @Test
        void if_the_program_is_refused() {
            assertThat(new Change(Kind.REFUSED, "task, a", "", 0, 0).isMoreThan(9))
                    .isTrue();
        }
    }
}
