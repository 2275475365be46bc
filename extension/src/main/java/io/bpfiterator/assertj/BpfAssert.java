// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AssertFactory;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.jspecify.annotations.Nullable;

/**
 * The base class of the asserts in this package. It creates the asserts that a chain navigates to, on a part of the
 * actual value.
 *
 * <p>AssertJ's soft assertions subclass an assert and collect the failures of its methods, except those of final
 * methods. A method that navigates is final, because the chain cannot continue after its failure. It throws an error
 * from {@link #failure}, because soft assertions collect also {@link #failWithMessage}.
 */
abstract class BpfAssert<SELF extends BpfAssert<SELF, ACTUAL>, ACTUAL> extends AbstractAssert<SELF, ACTUAL> {

    private NextAssert nextAssert = NextAssert.THROWING;

    BpfAssert(@Nullable ACTUAL actual, Class<?> selfType) {
        super(actual, selfType);
    }

    final SELF with(NextAssert nextAssert) {
        this.nextAssert = nextAssert;
        return myself;
    }

    final <A extends AbstractAssert<?, ?>> A navigate(Object part, InstanceOfAssertFactory<?, A> factory) {
        return nextAssert.on(part).asInstanceOf(factory);
    }

    final <P, A extends BpfAssert<A, P>> A navigate(
            P part, Class<P> type, Class<A> assertType, AssertFactory<P, A> constructor) {
        return nextAssert.on(part, type, assertType, constructor).with(nextAssert);
    }

    final CellsAssert navigateToCells(List<?> cells) {
        return this.<Object, CellsAssert>navigateToList(cells, CellsAssert.class, CellsAssert::new)
                .withStandardElementComparison();
    }

    final TextAssert navigateToText(String text) {
        return nextAssert.on(text, String.class, TextAssert.class, TextAssert::new);
    }

    @SuppressWarnings("unchecked")
    final <E, A extends OutputListAssert<A, E, ?>> A navigateToList(
            List<? extends E> elements, Class<A> assertType, AssertFactory<List<? extends E>, A> constructor) {
        return nextAssert.on(elements, (Class<List<? extends E>>) (Class<?>) List.class, assertType, constructor);
    }

    final ACTUAL required() {
        if (actual == null) {
            throw failure("Expected an actual value, but it is null");
        }
        return actual;
    }
}
