// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.iterator.Table;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on one row of a table. Cells are compared by their text, so an expected number may be an {@code int} or a
 * {@code long}.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class RowAssert extends BpfAssert<RowAssert, Table.Row> {

    private String origin = "a table";
    private ShownOutput output = ShownOutput.NONE;
    private int position = ShownOutput.NOWHERE;

    /** Starts assertions on a row. */
    public RowAssert(Table.@Nullable Row actual) {
        super(actual, RowAssert.class);
    }

    /** Sets what the table was read from, and the position of the row in it, for failures. */
    final RowAssert from(String source, ShownOutput printed, int row) {
        origin = source;
        output = printed;
        position = row;
        return this;
    }

    /** Navigates to the cell in a named column. */
    public final TextAssert cell(String column) {
        return cell("\"" + column + "\"", () -> required().cell(column));
    }

    /** Navigates to the cell in the column at a position, from 0. */
    public final TextAssert cell(int column) {
        return cell(Integer.toString(column), () -> required().cell(column));
    }

    private TextAssert cell(String column, Supplier<String> cell) {
        return navigateToText(orFail(cell))
                .as("cell %s of row \"%s\" of %s", column, actual, origin)
                .usingComparator(CellTextComparator.INSTANCE)
                .showingAt(output, position);
    }

    /** Navigates to all cells. */
    public final CellsAssert cells() {
        return navigateToCells(required().cells()).as("cells of row \"%s\" of %s", actual, origin);
    }

    /** Asserts the text of the cell in a named column; an expected number may be an {@code int} or a {@code long}. */
    public RowAssert hasCell(String column, Object expected) {
        cell(column).isEqualTo(String.valueOf(expected));
        return this;
    }

    private <T> T orFail(Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw failure("%s%nIn row \"%s\" of %s", e.getMessage(), actual, origin);
        }
    }
}
