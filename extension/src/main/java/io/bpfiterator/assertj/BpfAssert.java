package io.bpfiterator.assertj;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AssertFactory;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the asserts of this package share: they go on with asserts on a part.
 *
 * <p>AssertJ's soft assertions subclass an assert and keep the failure of each method that is not final. A method that goes
 * on is final, since after its failure there is nothing to go on with; it throws what it makes with {@link #failure}, as
 * {@link #failWithMessage} would be kept as well.
 */
abstract class BpfAssert<SELF extends BpfAssert<SELF, ACTUAL>, ACTUAL> extends AbstractAssert<SELF, ACTUAL> {

    private Onward onward = Onward.THROWING;

    BpfAssert(@Nullable ACTUAL actual, Class<?> selfType) {
        super(actual, selfType);
    }

    final SELF with(Onward onward) {
        this.onward = onward;
        return myself;
    }

    final <A extends AbstractAssert<?, ?>> A goOn(Object part, InstanceOfAssertFactory<?, A> factory) {
        return onward.from(part).asInstanceOf(factory);
    }

    final <P, A extends BpfAssert<A, P>> A goOn(
            P part, Class<P> type, Class<A> assertType, AssertFactory<P, A> constructor) {
        return onward.from(part, type, assertType, constructor).with(onward);
    }

    @SuppressWarnings("unchecked")
    final CellsAssert goOnWithCells(List<?> cells) {
        return onward.from(cells, (Class<List<?>>) (Class<?>) List.class, CellsAssert.class, CellsAssert::new)
                .forPicking();
    }

    final ACTUAL required() {
        if (actual == null) {
            throw failure("Expected something to assert on, but it is null");
        }
        return actual;
    }
}
