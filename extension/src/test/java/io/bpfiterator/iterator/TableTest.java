// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bpfiterator.failure.BpfException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final List<String> LINES = List.of("  pid  comm", "    1  init", "", "   42  cat", "    7");

    @Nested
    class With_a_header {

        private final Table table = Table.withHeader(LINES);

        @Test
        void has_its_columns_by_name_and_by_position() {
            assertThat(table.columns()).containsExactly("pid", "comm");
            assertThat(table.column("pid")).containsExactly("1", "42", "7");
            assertThat(table.column(0)).containsExactly("1", "42", "7");
        }

        @Test
        void leaves_out_blank_lines() {
            assertThat(table.rows()).hasSize(3);
        }

        @Test
        void has_the_cells_of_a_row_by_the_names_of_their_columns() {
            assertThat(table.row(1).cell("pid")).isEqualTo("42");
            assertThat(table.row(1).cell("comm")).isEqualTo("cat");
        }

        @Test
        void finds_rows_by_a_cell() {
            assertThat(table.rowsWhere("pid", 42)).singleElement().hasToString("42 cat");
            assertThat(table.rowsWhere("comm", "absent")).isEmpty();
        }

        @Test
        void has_its_rows_by_position_from_zero() {
            assertThat(table.row(0)).hasToString("1 init");
            assertThat(table.row(2)).hasToString("7");
        }

        @Test
        void names_its_columns_if_one_is_missing() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.column("tgid"))
                    .withMessage("The table has no column \"tgid\": the header names pid, comm.");
        }

        @Test
        void names_the_row_that_is_too_short() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.column("comm"))
                    .withMessage("Row 2 has no cell 1: it has 1 cell.\n7");
        }

        @Test
        void names_the_number_of_rows_if_one_is_missing() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.row(3))
                    .withMessage("The table has no row 3: it has 3 rows.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.row(-1))
                    .withMessage("The table has no row -1: it has 3 rows.");
        }

        @Test
        void refuses_a_row_with_more_cells_because_a_cell_contains_a_blank() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> Table.withHeader(List.of("pid comm tgid", "1 init 1", "7 VM Thread 2")))
                    .withMessageContainingAll(
                            "Cannot read row 1 of the table: it has 4 cells, but the header names only 3 columns: pid,"
                                    + " comm, tgid.",
                            "choose a TableFormat: lastColumnToEndOfLine(), separatedBy(…), alignedToHeader() or"
                                    + " matching(…).",
                            "7 VM Thread 2");
        }

        @Test
        void has_no_carriage_return_at_the_end_of_a_line() {
            Table printed = Table.withHeader(List.of("pid comm\r", "1 init\r", "\r"));

            assertThat(printed.columns()).containsExactly("pid", "comm");
            assertThat(printed.column("comm")).containsExactly("init");
        }

        @Test
        void may_be_the_only_line() {
            assertThat(Table.withHeader(List.of("pid comm")).column("pid")).isEmpty();
        }

        @Test
        void is_empty_without_lines() {
            Table empty = Table.withHeader(List.of());

            assertThat(empty.columns()).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> empty.column("pid"))
                    .withMessage("The table has no column \"pid\": the output was empty.");
        }
    }

    @Nested
    class Without_a_header {

        private final Table table = Table.withoutHeader(LINES);

        @Test
        void reads_each_line_as_a_row() {
            assertThat(table.rows()).hasSize(4);
            assertThat(table.column(0)).containsExactly("pid", "1", "42", "7");
        }

        @Test
        void may_have_rows_of_different_lengths() {
            assertThat(Table.withoutHeader(List.of("a", "b c d")).row(1).cells())
                    .containsExactly("b", "c", "d");
        }

        @Test
        void has_no_column_names() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.column("pid"))
                    .withMessage("The table has no column \"pid\": it has no header.");
        }
    }
}
