// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.iterator.Table;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Cells are texts that can be compared with numbers. */
class CellsAssertTest {

    private final Table table = Table.withHeader(List.of("pid comm", "1 init", "2 kthreadd", "20 java"));

    @Nested
    class A_number_is_compared_with {

        @Test
        void a_column() {
            assertThat(table).column("pid").containsExactly(1, 2L, "20").doesNotContain(3);
            assertThat(table).column(0).isSubsetOf(1, 2, 20).startsWith(1).endsWith(20);
        }

        @Test
        void a_single_cell_of_a_column() {
            assertThat(table).column("pid").first().isEqualTo(1).isNotEqualTo(2);
            assertThat(table).column("pid").last().isEqualTo(20L);
            assertThat(table).column("pid").element(1).isIn(2, 3).isNotIn(1, 20);
            assertThat(table).column("pid").element(1).isIn(List.of(2)).isNotIn(List.of(1));
            assertThat(table).column("pid").elements(0, 2).containsExactly(1, 20);
        }

        @Test
        void a_column_that_was_filtered() {
            assertThat(table)
                    .column("pid")
                    .filteredOn(cell -> cell.toString().startsWith("2"))
                    .contains(20)
                    .first()
                    .isEqualTo(2);
            assertThat(table)
                    .column("pid")
                    .filteredOn("1"::equals)
                    .singleElement()
                    .isEqualTo(1);
        }

        @Test
        void a_row_and_its_cells() {
            assertThat(table).row("pid", 2).cells().containsExactly(2, "kthreadd");
            assertThat(table).row("pid", 2).cells().first().isEqualTo(2);
            assertThat(table).row(1).cell("pid").isEqualTo(2);
            assertThat(table).row(1).cell(0).isNotEqualTo(1);
            assertThat(table).row(1).cell("comm").startsWith("kth").endsWith("d");
        }
    }

    @Test
    void a_cell_can_be_asserted_as_text() {
        assertThat(table).column("comm").first().asString().startsWith("in");
        assertThat(table).column("comm").first().isEqualTo("init").isNotEqualTo(null);
    }

    @Test
    void a_failure_names_the_cell() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(table).column("pid").first().isEqualTo(2))
                .withMessageContainingAll("column \"pid\" of the table", "check first element", "\"1\"", "\"2\"");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(table).row(1).cell("pid").isEqualTo(1))
                .withMessageContainingAll("cell \"pid\" of row \"2 kthreadd\"", "\"2\"", "1");
    }
}
