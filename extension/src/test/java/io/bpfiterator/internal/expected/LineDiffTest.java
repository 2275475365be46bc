// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.expected;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Nested
    class In_order {

        @Test
        void equal_lines_do_not_differ() {
            assertThat(LineDiff.inOrder(List.of("a", "b"), List.of("a", "b")).isEmpty())
                    .isTrue();
            assertThat(LineDiff.inOrder(List.of(), List.of()).isEmpty()).isTrue();
        }

        @Test
        void a_changed_line_is_missing_and_unexpected() {
            LineDiff diff = LineDiff.inOrder(List.of("a", "b", "c"), List.of("a", "x", "c"));

            assertThat(diff.lines()).containsExactly("  a", "- b", "+ x", "  c");
            assertThat(diff.differing()).isEqualTo(2);
        }

        @Test
        void an_inserted_and_a_missing_line_leave_the_others_equal() {
            assertThat(LineDiff.inOrder(List.of("a", "b", "c", "d"), List.of("b", "c", "x", "d"))
                            .lines())
                    .containsExactly("- a", "  b", "  c", "+ x", "  d");
        }

        @Test
        void another_number_of_equal_lines_differs() {
            assertThat(LineDiff.inOrder(List.of("a"), List.of("a", "a")).lines())
                    .containsExactly("  a", "+ a");
        }

        @Test
        void another_order_differs() {
            assertThat(LineDiff.inOrder(List.of("a", "b"), List.of("b", "a")).isEmpty())
                    .isFalse();
        }

        @Test
        void long_outputs_without_a_common_line_are_compared_as_wholes() {
            List<String> expected = numbered("a", 3000);
            List<String> printed = numbered("b", 3000);

            assertThat(LineDiff.inOrder(expected, printed).differing()).isEqualTo(6000);
        }
    }

    @Nested
    class In_any_order {

        @Test
        void another_order_does_not_differ() {
            assertThat(LineDiff.inAnyOrder(List.of("a", "b", "a"), List.of("b", "a", "a"))
                            .isEmpty())
                    .isTrue();
        }

        @Test
        void missing_lines_are_in_place_and_unexpected_ones_at_the_end() {
            assertThat(LineDiff.inAnyOrder(List.of("a", "b", "c"), List.of("c", "x", "a"))
                            .lines())
                    .containsExactly("  a", "- b", "  c", "+ x");
        }

        @Test
        void a_line_must_occur_as_often_as_expected() {
            assertThat(LineDiff.inAnyOrder(List.of("a", "a"), List.of("a")).lines())
                    .containsExactly("  a", "- a");
            assertThat(LineDiff.inAnyOrder(List.of("a"), List.of("a", "a")).lines())
                    .containsExactly("  a", "+ a");
        }
    }

    @Nested
    class Shown {

        @Test
        void only_three_equal_lines_surround_a_difference() {
            List<String> expected = numbered("line ", 20);
            List<String> printed = IntStream.range(0, 20)
                    .mapToObj(i -> i == 10 ? "other" : "line " + i)
                    .toList();

            assertThat(LineDiff.inOrder(expected, printed).shown(60))
                    .isEqualTo(String.join(
                            "\n",
                            "  … 7 lines omitted …",
                            "  line 7",
                            "  line 8",
                            "  line 9",
                            "- line 10",
                            "+ other",
                            "  line 11",
                            "  line 12",
                            "  line 13",
                            "  … 6 lines omitted …"));
        }

        @Test
        void no_more_lines_than_the_limit_are_shown() {
            assertThat(LineDiff.inOrder(List.of(), numbered("x", 5)).shown(2))
                    .isEqualTo("+ x0\n+ x1\n  … 3 lines omitted …");
        }

        @Test
        void a_control_character_is_escaped() {
            assertThat(LineDiff.inOrder(List.of(), List.of("a\0")).shown(2)).isEqualTo("+ a\\x00");
        }
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
