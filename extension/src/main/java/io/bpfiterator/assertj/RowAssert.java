package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.iterator.Table;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on one row of a table. Cells are compared by their text, so an expected number may be an {@code int} or a
 * {@code long}.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class RowAssert extends BpfAssert<RowAssert, Table.Row> {

    private String origin = "a table";

    /** Starts assertions on a row. */
    public RowAssert(Table.@Nullable Row actual) {
        super(actual, RowAssert.class);
    }

    /** Sets the description of the table for failures. */
    final RowAssert from(String origin) {
        this.origin = origin;
        return this;
    }

    /** Navigates to the cell in a named column. */
    public final AbstractStringAssert<?> cell(String column) {
        return navigate(orFail(() -> required().cell(column)), InstanceOfAssertFactories.STRING)
                .as("cell \"%s\" of row \"%s\" of %s", column, actual, origin)
                .usingComparator(CellTextComparator.INSTANCE);
    }

    /** Navigates to the cell in the column at a position, from 0. */
    public final AbstractStringAssert<?> cell(int column) {
        return navigate(orFail(() -> required().cell(column)), InstanceOfAssertFactories.STRING)
                .as("cell %d of row \"%s\" of %s", column, actual, origin)
                .usingComparator(CellTextComparator.INSTANCE);
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
            throw failure("%s%nIn %s", e.getMessage(), origin);
        }
    }
}
