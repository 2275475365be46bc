// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.catchThrowableOfType;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.iterator.Table;
import io.bpfiterator.support.NeedsKernel;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A failure begins with what was expected and found; the output follows, cut around the line that differs. */
class FailureTextTest {

    private static final List<String> NUMBERS =
            IntStream.rangeClosed(1, 100).mapToObj(n -> n + " n" + n).toList();

    private static String failureOf(ThrowingCallable assertion) {
        return catchThrowableOfType(AssertionError.class, assertion).getMessage();
    }

    @Nested
    class Of_a_column {

        private final Table table = Table.withoutHeader(NUMBERS);

        @Test
        void has_the_expectation_in_the_first_lines_and_the_rows_last() {
            assertThat(failureOf(() -> assertThat(table).column(0).contains(101))
                            .lines()
                            .toList())
                    .startsWith("[column 0 of the table] ")
                    .containsSequence("  the 100 cells below", "to contain:", "  [101]")
                    .contains("the rows of the table:", "  1 n1", "  … 75 of 100 lines omitted …", "  100 n100");
        }

        @Test
        void is_cut_around_the_row_that_differs() {
            assertThat(failureOf(() -> assertThat(table).column(0).doesNotContain(50)))
                    .endsWith("""
                            the rows of the table:
                              … 43 of 100 lines omitted …
                              44 n44
                              45 n45
                              46 n46
                              47 n47
                              48 n48
                              49 n49
                            > 50 n50
                              51 n51
                              52 n52
                              53 n53
                              54 n54
                              55 n55
                              56 n56
                              … 44 of 100 lines omitted …""");
        }

        @Test
        void marks_the_row_of_a_cell() {
            assertThat(failureOf(() -> assertThat(table).row(70).cell(1).isEqualTo("n1")))
                    .startsWith("[cell 1 of row \"71 n71\" of the table] \nexpected: \"n1\"\n but was: \"n71\"\n")
                    .contains("\n> 71 n71\n");
        }

        @Test
        void marks_the_first_row_too_many() {
            assertThat(failureOf(() -> assertThat(table).hasRows(60)))
                    .startsWith("Expected 60 rows, but found 100 in the table\nthe rows of the table:\n")
                    .contains("\n> 61 n61\n");
        }
    }

    @Nested
    @NeedsKernel
    @BpfIterator(obj = "/output.bpf.o", program = "large")
    class Of_an_output {

        @Test
        void has_the_expected_text_before_the_output(IteratorReader reader) {
            String failure = failureOf(() -> assertThat(reader).text().contains("missing"));
            assertThat(failure.indexOf("\"missing\"")).isPositive().isLessThan(300);
            assertThat(failure).contains("the text below\nto contain:\n").contains(" printed:\n");
        }

        @Test
        void marks_the_first_line_of_a_text_that_differs(
                @BpfIterator(obj = "/task.bpf.o", name = "tasks") IteratorReader tasks) {
            String header = "    tgid      pid comm\n";
            assertThat(failureOf(() -> assertThat(tasks).text().isEqualTo(header + "other\n")))
                    .contains(" printed:\n  " + header + "> ");
        }

        @Test
        void has_the_expected_line_before_the_output(IteratorReader reader) {
            String failure = failureOf(() -> assertThat(reader).lines().contains("missing"));
            assertThat(failure.indexOf("\"missing\"")).isPositive().isLessThan(300);
            assertThat(failure).contains(" below\nto contain:\n").contains(" printed:\n");
        }
    }
}
