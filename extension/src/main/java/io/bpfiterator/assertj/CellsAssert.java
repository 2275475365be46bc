package io.bpfiterator.assertj;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.FactoryBasedNavigableListAssert;
import org.assertj.core.internal.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the cells of a column or a row, as AssertJ does on a list. All of them, and each one that is picked out, are
 * compared with expected values by their text, so that a number may be given as a number.
 *
 * <pre>{@code
 * assertThat(dump).tableWithoutHeader().column(1).contains(10, 32).last().isEqualTo(42);
 * }</pre>
 */
public class CellsAssert extends FactoryBasedNavigableListAssert<CellsAssert, List<?>, Object, CellAssert> {

    @SuppressWarnings("this-escape") // AssertJ's own constructors have set all that the comparator is put into
    public CellsAssert(@Nullable List<?> actual) {
        super(actual, CellsAssert.class, CellAssert::new);
        usingElementComparator(ByText.INSTANCE);
    }

    /** What is picked out takes over how these cells are compared as a whole, which would be element by element. */
    final CellsAssert forPicking() {
        objects = Objects.instance();
        return this;
    }

    @Override
    protected CellsAssert newAbstractIterableAssert(Iterable<?> cells) {
        List<Object> kept = new ArrayList<>();
        cells.forEach(kept::add);
        return new CellsAssert(kept);
    }
}
