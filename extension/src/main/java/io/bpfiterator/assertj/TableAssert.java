// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.text.Count;
import io.bpfiterator.iterator.Table;
import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the rows and columns of a table. Cells are compared with expected values by their text, so an expected
 * number may be an {@code int} or a {@code long}.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class TableAssert extends BpfAssert<TableAssert, Table> {

    private String origin = "the table";
    private @Nullable ShownOutput output;

    /** Starts assertions on a table. */
    public TableAssert(@Nullable Table actual) {
        super(actual, TableAssert.class);
    }

    /** Sets what the table was read from, for failures. */
    final TableAssert from(String source, ShownOutput printed) {
        origin = source;
        output = printed;
        return this;
    }

    private ShownOutput output() {
        return output == null
                ? new ShownOutput("the rows of the table", () -> required().rows(), 0)
                : output;
    }

    private String shown(int position) {
        return output().at(position);
    }

    /** Navigates to the cells of a named column. */
    public final CellsAssert column(String name) {
        return columnAssert("column \"" + name + "\"", () -> required().column(name));
    }

    /** Navigates to the cells of the column at a position, from 0. */
    public final CellsAssert column(int position) {
        return columnAssert("column " + position, () -> required().column(position));
    }

    /** Navigates to the row at a position, from 0. */
    public final RowAssert row(int position) {
        return rowAssert(orFail(() -> required().row(position)), position);
    }

    /** Navigates to the only row whose cell in a column has this text. Fails unless exactly one row matches. */
    public final RowAssert row(String column, Object value) {
        List<Table.Row> found = orFail(() -> required().rowsWhere(column, value).toList());
        if (found.size() != 1) {
            throw failure(
                    "Expected one row with \"%s\" in column \"%s\", but found %d in %s%n%s",
                    value,
                    column,
                    found.size(),
                    origin,
                    shown(found.isEmpty() ? ShownOutput.NOWHERE : position(found.get(0))));
        }
        return rowAssert(found.get(0), position(found.get(0)));
    }

    /** Asserts the number of rows, without the header. */
    public TableAssert hasRows(int expected) {
        int found = required().rows().size();
        if (found != expected) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "Expected %s, but found %d in %s%n%s",
                    Count.of(expected, "row"),
                    found,
                    origin,
                    shown(found > expected && expected >= 0 ? expected : ShownOutput.NOWHERE));
        }
        return this;
    }

    private CellsAssert columnAssert(String what, Supplier<List<String>> column) {
        return navigateToCells(orFail(column)).as("%s of %s", what, origin).showing(output(), "cell");
    }

    private int position(Table.Row row) {
        return required().rows().indexOf(row);
    }

    private RowAssert rowAssert(Table.Row row, int position) {
        return navigate(row, Table.Row.class, RowAssert.class, RowAssert::new).from(origin, output(), position);
    }

    private <T> T orFail(Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw failure("%s%n%s", e.getMessage(), shown(ShownOutput.NOWHERE));
        }
    }
}
