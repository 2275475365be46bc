package io.bpfiterator.assertj;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.FactoryBasedNavigableListAssert;
import org.assertj.core.api.InstanceOfAssertFactory;
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

    static final InstanceOfAssertFactory<List<?>, CellsAssert> FACTORY = factory();

    @SuppressWarnings("this-escape") // AssertJ's own constructors have set all that the comparator is put into
    public CellsAssert(@Nullable List<?> actual) {
        super(actual, CellsAssert.class, CellAssert::new);
        usingElementComparator(ByText.INSTANCE);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static InstanceOfAssertFactory<List<?>, CellsAssert> factory() {
        return new InstanceOfAssertFactory(List.class, cells -> new CellsAssert((List<?>) cells));
    }

    @Override
    protected CellsAssert newAbstractIterableAssert(Iterable<?> cells) {
        List<Object> kept = new ArrayList<>();
        cells.forEach(kept::add);
        return new CellsAssert(kept);
    }
}
