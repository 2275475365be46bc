// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the cells of a column or a row, with AssertJ's assertions on lists. Cells are compared with expected
 * values by their text, so an expected number may be an {@code int} or a {@code long}.
 *
 * <pre>{@code
 * assertThat(dump).tableWithoutHeader().column(1).contains(10, 32).last().isEqualTo(42);
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class CellsAssert extends OutputListAssert<CellsAssert, Object, CellAssert> {

    /** Starts assertions on the cells of a column or a row. */
    // AssertJ's constructors have initialized the fields that the comparator is set in. The result is this object.
    @SuppressWarnings({"this-escape", "CheckReturnValue"})
    public CellsAssert(@Nullable List<?> actual) {
        super(actual, CellsAssert.class, CellAssert::new);
        usingElementComparator(CellTextComparator.INSTANCE);
    }

    /**
     * Resets the comparison of this list as a whole, because AssertJ passes it on to the assert on a single element,
     * which is not a list. The call is of the superclass, so that soft assertions do not intercept it.
     */
    final CellsAssert withStandardElementComparison() {
        return super.usingDefaultComparator();
    }

    @Override
    boolean isSame(Object cell, @Nullable Object expected) {
        return CellTextComparator.INSTANCE.compare(cell, String.valueOf(expected)) == 0;
    }

    @Override
    protected CellsAssert newAbstractIterableAssert(Iterable<?> cells) {
        List<Object> kept = new ArrayList<>();
        cells.forEach(kept::add);
        return new CellsAssert(kept);
    }
}
