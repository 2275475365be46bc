package io.bpfiterator.assertj;

import io.bpfiterator.reader.Table;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

/** Asserts on one row of a table. Cells are compared by their text, so that a number may be given as a number. */
public class RowAssert extends BpfAssert<RowAssert, Table.Row> {

    private String origin = "a table";

    public RowAssert(Table.@Nullable Row actual) {
        super(actual, RowAssert.class);
    }

    /** Says in failures what the row is of. */
    final RowAssert of(String origin) {
        this.origin = origin;
        return this;
    }

    /** Goes on with the cell in the column with a name. */
    public final AbstractStringAssert<?> cell(String column) {
        return goOn(orFail(() -> required().cell(column)), InstanceOfAssertFactories.STRING)
                .as("cell \"%s\" of row \"%s\" of %s", column, actual, origin)
                .usingComparator(ByText.INSTANCE);
    }

    /** Goes on with the cell in the column at a position, from 0. */
    public final AbstractStringAssert<?> cell(int column) {
        return goOn(orFail(() -> required().cell(column)), InstanceOfAssertFactories.STRING)
                .as("cell %d of row \"%s\" of %s", column, actual, origin)
                .usingComparator(ByText.INSTANCE);
    }

    /** Goes on with all cells. */
    public final CellsAssert cells() {
        return goOnWithCells(required().cells()).as("cells of row \"%s\" of %s", actual, origin);
    }

    /** Asserts the text of the cell in the column with a name; a number may be given as a number. */
    public RowAssert hasCell(String column, Object expected) {
        cell(column).isEqualTo(String.valueOf(expected));
        return this;
    }

    private <T> T orFail(Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw failure("%s, in %s", e.getMessage(), origin);
        }
    }
}
