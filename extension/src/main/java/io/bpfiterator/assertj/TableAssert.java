package io.bpfiterator.assertj;

import io.bpfiterator.reader.Table;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the rows and columns of a table. Cells are compared with expected values by their text, so that a number may
 * be given as a number.
 */
public final class TableAssert extends AbstractAssert<TableAssert, Table> {

    private final String origin;

    TableAssert(@Nullable Table actual) {
        this(actual, "the table\n" + (actual == null ? "" : excerpt(actual)));
    }

    TableAssert(@Nullable Table actual, String origin) {
        super(actual, TableAssert.class);
        this.origin = origin;
    }

    private static String excerpt(Table table) {
        List<String> rows = table.rows().stream().map(Table.Row::toString).toList();
        return Excerpt.of(String.join("\n", rows));
    }

    /** Goes on with the cells of the column with a name. */
    public ListAssert<Object> column(String name) {
        return columnAssert("column \"" + name + "\"", () -> actual.column(name));
    }

    /** Goes on with the cells of the column at a position, from 0. */
    public ListAssert<Object> column(int position) {
        return columnAssert("column " + position, () -> actual.column(position));
    }

    /** Goes on with the row at a position, from 0. */
    public RowAssert row(int position) {
        return new RowAssert(orFail(() -> actual.row(position)), origin);
    }

    /** Goes on with the only row whose cell in a column has this text; fails where there is none, or more than one. */
    public RowAssert row(String column, Object value) {
        List<Table.Row> found = orFail(() -> actual.rowsWhere(column, value).toList());
        if (found.size() != 1) {
            failWithMessage(
                    "Expected one row with \"%s\" in column \"%s\", but found %d in %s",
                    value, column, found.size(), origin);
        }
        return new RowAssert(found.get(0), origin);
    }

    /** Asserts how many rows the table has, its header not among them. */
    public TableAssert hasRows(int expected) {
        isNotNull();
        int found = actual.rows().size();
        if (found != expected) {
            throw failureWithActualExpected(
                    found, expected, "Expected %d rows, but found %d in %s", expected, found, origin);
        }
        return this;
    }

    private ListAssert<Object> columnAssert(String what, Supplier<List<String>> column) {
        List<Object> cells = List.copyOf(orFail(column));
        return new ListAssert<>(cells)
                .as("%s of %s", what, origin)
                .withRepresentation(CutRepresentation.INSTANCE)
                .usingElementComparator(ByText.INSTANCE);
    }

    private <T> T orFail(Supplier<T> part) {
        isNotNull();
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw failure("%s, in %s", e.getMessage(), origin);
        }
    }

    private enum ByText implements Comparator<Object> {
        INSTANCE;

        @Override
        public int compare(Object cell, Object expected) {
            return String.valueOf(cell).compareTo(String.valueOf(expected));
        }

        @Override
        public String toString() {
            return "their texts";
        }
    }
}
