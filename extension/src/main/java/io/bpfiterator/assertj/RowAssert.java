package io.bpfiterator.assertj;

import io.bpfiterator.reader.Table;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.StringAssert;
import org.jspecify.annotations.Nullable;

/** Asserts on one row of a table. */
public final class RowAssert extends AbstractAssert<RowAssert, Table.Row> {

    private final String origin;

    RowAssert(Table.@Nullable Row actual) {
        this(actual, "a table");
    }

    RowAssert(Table.@Nullable Row actual, String origin) {
        super(actual, RowAssert.class);
        this.origin = origin;
    }

    /** Goes on with the cell in the column with a name. */
    public AbstractStringAssert<?> cell(String column) {
        return new StringAssert(orFail(() -> actual.cell(column)))
                .as("cell \"%s\" of row \"%s\" of %s", column, actual, origin);
    }

    /** Goes on with the cell in the column at a position, from 0. */
    public AbstractStringAssert<?> cell(int column) {
        return new StringAssert(orFail(() -> actual.cell(column)))
                .as("cell %d of row \"%s\" of %s", column, actual, origin);
    }

    /** Goes on with all cells. */
    public ListAssert<String> cells() {
        List<String> cells = orFail(() -> actual.cells());
        return new ListAssert<>(cells).as("cells of row \"%s\" of %s", actual, origin);
    }

    /** Asserts the text of the cell in the column with a name; a number may be given as a number. */
    public RowAssert hasCell(String column, Object expected) {
        cell(column).isEqualTo(String.valueOf(expected));
        return this;
    }

    private <T> T orFail(Supplier<T> part) {
        isNotNull();
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw failure("%s, in %s", e.getMessage(), origin);
        }
    }
}
