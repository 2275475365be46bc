// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bpfiterator.failure.BpfException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How lines become cells, where cells contain blanks. */
class TableFormatTest {

    private static Table table(TableFormat format, String... lines) {
        return Table.of(List.of(lines), format);
    }

    @Test
    void a_format_is_described_by_what_its_lines_look_like() {
        assertThat(TableFormat.blanks()).hasToString("cells separated by blanks");
        assertThat(TableFormat.separatedBy(",")).hasToString("cells separated by \",\"");
        assertThat(TableFormat.matching("(?<pid>.*)")).hasToString("lines that match (?<pid>.*)");
    }

    @Nested
    class The_last_column_to_the_end_of_the_line {

        private final TableFormat format = TableFormat.lastColumnToEndOfLine();

        @Test
        void contains_the_blanks_within_it() {
            Table table = table(format, "", "  tgid  comm", "     1  init ", "    42  VM  Thread", "     7");
            assertThat(table.columns()).containsExactly("tgid", "comm");
            assertThat(table.row(1).cells()).containsExactly("42", "VM  Thread");
            assertThat(table.rowsWhere("comm", "VM  Thread")).hasSize(1);
            assertThat(table.rowsWhere("comm", "init")).hasSize(1);
            assertThat(table.row(2).cells()).containsExactly("7");
        }

        @Test
        void may_be_the_only_column() {
            assertThat(table(format, "comm", "VM Thread").column("comm")).containsExactly("VM Thread");
        }

        @Test
        void has_rows_without_lines() {
            assertThat(table(format).rows()).isEmpty();
        }

        @Test
        void is_read_as_records() {
            record Task(int tgid, String comm) {}
            assertThat(table(format, "tgid comm", "1 VM Thread").rowsAs(Task.class))
                    .containsExactly(new Task(1, "VM Thread"));
        }
    }

    @Nested
    class A_separator {

        @Test
        void separates_cells_that_may_be_empty_or_contain_blanks() {
            Table table = table(TableFormat.separatedBy(","), "pid, comm ,tgid", "1,VM Thread,2", ",,", "3");
            assertThat(table.columns()).containsExactly("pid", "comm", "tgid");
            assertThat(table.row(0).cells()).containsExactly("1", "VM Thread", "2");
            assertThat(table.row(1).cells()).containsExactly("", "", "");
            assertThat(table.row(2).cells()).containsExactly("3");
        }

        @Test
        void is_not_a_regular_expression() {
            assertThat(table(TableFormat.separatedBy("|"), "a|b", "1.|2").row(0).cells())
                    .containsExactly("1.", "2");
        }

        @Test
        void must_not_occur_more_often_than_in_the_header() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> table(TableFormat.separatedBy(","), "a,b", "1,2,3"))
                    .withMessageContaining("Cannot read row 0 of the table: it has 3 cells");
        }

        @Test
        void must_not_be_empty() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TableFormat.separatedBy(""))
                    .withMessage("The separator must not be empty.");
        }
    }

    @Nested
    class Columns_aligned_to_the_header {

        private final TableFormat format = TableFormat.alignedToHeader();

        @Test
        void may_contain_blanks_and_may_be_empty() {
            Table table = table(
                    format,
                    "  pid comm             tgid",
                    "    1 init                1",
                    "12345 VM Thread       12345",
                    "    7                     7");
            assertThat(table.column("pid")).containsExactly("1", "12345", "7");
            assertThat(table.column("comm")).containsExactly("init", "VM Thread", "");
            assertThat(table.column("tgid")).containsExactly("1", "12345", "7");
        }

        @Test
        void may_stand_below_the_start_or_the_end_of_their_names() {
            Table table = table(format, "NAME      SIZE STATE", "a b      12345 on", "abcdefg      1 off or on");
            assertThat(table.column("NAME")).containsExactly("a b", "abcdefg");
            assertThat(table.column("SIZE")).containsExactly("12345", "1");
            assertThat(table.column("STATE")).containsExactly("on", "off or on");
        }

        @Test
        void are_an_error_if_a_row_leaves_no_blank_between_two_names() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> table(format, "pid comm", "123456 init", "1   sh"))
                    .withMessageContainingAll(
                            "Cannot distinguish columns pid and comm by their alignment: no position between their"
                                    + " names is blank in all rows.",
                            "123456 init");
        }

        @Test
        void have_no_rows_without_lines() {
            assertThat(table(format).rows()).isEmpty();
        }
    }

    @Nested
    class A_pattern {

        private final TableFormat format =
                TableFormat.matching("\\s*(?<pid>\\d+) \\((?<comm>.*)\\)(?: (?<tgid>\\d+))?");

        @Test
        void names_the_columns_by_its_groups() {
            Table table = table(format, "  1 (init) 1", "42 (VM (x) Thread) 42", "7 (sh)");
            assertThat(table.columns()).containsExactly("pid", "comm", "tgid");
            assertThat(table.column("comm")).containsExactly("init", "VM (x) Thread", "sh");
            assertThat(table.column("tgid")).containsExactly("1", "42", "");
        }

        @Test
        void need_not_match_a_header() {
            assertThat(table(format, "pid comm", "1 (init)").rows()).hasSize(1);
        }

        @Test
        void must_match_each_line_after_the_first() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> table(format, "1 (init)", "no task"))
                    .withMessageContainingAll("Cannot read row 1 of the table: the pattern ", "no task");
        }

        @Test
        void must_have_a_named_group() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TableFormat.matching("(\\d+) \\(?<pid>"))
                    .withMessageContaining("has no named group. Name a group for each column: (?<pid>\\d+)");
        }

        @Test
        void must_be_valid() {
            assertThatIllegalArgumentException().isThrownBy(() -> TableFormat.matching("(?<pid>"));
        }
    }
}
