package io.bpfiterator.assertj;

import io.bpfiterator.reader.Table;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the rows and columns of a table. Cells are compared with expected values by their text, so that a number may
 * be given as a number.
 */
public class TableAssert extends BpfAssert<TableAssert, Table> {

    private @Nullable String origin;

    public TableAssert(@Nullable Table actual) {
        super(actual, TableAssert.class);
    }

    /** Says in failures where the table comes from. */
    final TableAssert of(String origin) {
        this.origin = origin;
        return this;
    }

    private String origin() {
        return origin == null ? "the table\n" + Excerpt.of(required().rows(), Table.Row::toString) : origin;
    }

    /** Goes on with the cells of the column with a name. */
    public final CellsAssert column(String name) {
        return columnAssert("column \"" + name + "\"", () -> required().column(name));
    }

    /** Goes on with the cells of the column at a position, from 0. */
    public final CellsAssert column(int position) {
        return columnAssert("column " + position, () -> required().column(position));
    }

    /** Goes on with the row at a position, from 0. */
    public final RowAssert row(int position) {
        return rowAssert(orFail(() -> required().row(position)));
    }

    /** Goes on with the only row whose cell in a column has this text; fails where there is none, or more than one. */
    public final RowAssert row(String column, Object value) {
        List<Table.Row> found = orFail(() -> required().rowsWhere(column, value).toList());
        if (found.size() != 1) {
            throw failure(
                    "Expected one row with \"%s\" in column \"%s\", but found %d in %s",
                    value, column, found.size(), origin());
        }
        return rowAssert(found.get(0));
    }

    /** Asserts how many rows the table has, its header not among them. */
    public TableAssert hasRows(int expected) {
        int found = required().rows().size();
        if (found != expected) {
            throw failureWithActualExpected(
                    found, expected, "Expected %d rows, but found %d in %s", expected, found, origin());
        }
        return this;
    }

    private CellsAssert columnAssert(String what, Supplier<List<String>> column) {
        return goOnWithCells(orFail(column))
                .as("%s of %s", what, origin())
                .withRepresentation(CutRepresentation.INSTANCE);
    }

    private RowAssert rowAssert(Table.Row row) {
        return goOn(row, Table.Row.class, RowAssert.class, RowAssert::new).of(origin());
    }

    private <T> T orFail(Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw failure("%s, in %s", e.getMessage(), origin());
        }
    }
}
