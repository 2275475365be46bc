// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import io.bpfiterator.internal.text.Count;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AssertFactory;
import org.assertj.core.api.FactoryBasedNavigableListAssert;
import org.jspecify.annotations.Nullable;

/**
 * AssertJ's assertions on a list that was read from an iterator. A failure shows what the iterator printed after
 * AssertJ's sentences, cut around the first element that differs.
 *
 * <p>AssertJ's methods with variable arguments are final, and leave their work to the methods named {@code …ForProxy}.
 */
abstract class OutputListAssert<
                SELF extends OutputListAssert<SELF, ELEMENT, ELEMENT_ASSERT>,
                ELEMENT,
                ELEMENT_ASSERT extends AbstractAssert<ELEMENT_ASSERT, ELEMENT>>
        extends FactoryBasedNavigableListAssert<SELF, List<? extends ELEMENT>, ELEMENT, ELEMENT_ASSERT> {

    private ShownOutput output = ShownOutput.NONE;

    OutputListAssert(
            @Nullable List<? extends ELEMENT> actual,
            Class<?> selfType,
            AssertFactory<ELEMENT, ELEMENT_ASSERT> elementAssert) {
        super(actual, selfType, elementAssert);
    }

    /** Sets what failures show, and how their sentences call the elements. */
    final SELF showing(ShownOutput shown, String element) {
        output = shown;
        return super.withRepresentation(
                new PlaceholderRepresentation(actual, "the " + Count.of(actual.size(), element) + " below"));
    }

    /** Returns whether an element is the same as an expected one. */
    boolean isSame(Object element, @Nullable Object expected) {
        return Objects.deepEquals(element, expected);
    }

    private SELF shown(Supplier<SELF> assertion, Supplier<Integer> position) {
        return output.under(assertion, position);
    }

    private int first(Predicate<ELEMENT> wanted) {
        return IntStream.range(0, actual.size())
                .filter(i -> wanted.test(actual.get(i)))
                .findFirst()
                .orElse(ShownOutput.NOWHERE);
    }

    private boolean isOneOf(Object element, List<?> expected) {
        return expected.stream().anyMatch(other -> isSame(element, other));
    }

    private int firstDifference(List<?> expected) {
        int common = Math.min(actual.size(), expected.size());
        return IntStream.range(0, common)
                .filter(i -> !isSame(actual.get(i), expected.get(i)))
                .findFirst()
                .orElse(common < actual.size() ? common : ShownOutput.NOWHERE);
    }

    private int firstUnexpected(Object[] expected) {
        return first(element -> !isOneOf(element, Arrays.asList(expected)));
    }

    @Override
    protected SELF containsForProxy(ELEMENT[] values) {
        return shown(() -> super.containsForProxy(values), () -> ShownOutput.NOWHERE);
    }

    @Override
    protected SELF containsAnyOfForProxy(ELEMENT[] values) {
        return shown(() -> super.containsAnyOfForProxy(values), () -> ShownOutput.NOWHERE);
    }

    @Override
    protected SELF containsOnlyForProxy(ELEMENT[] values) {
        return shown(() -> super.containsOnlyForProxy(values), () -> firstUnexpected(values));
    }

    @Override
    protected SELF containsOnlyOnceForProxy(ELEMENT[] values) {
        return shown(() -> super.containsOnlyOnceForProxy(values), () -> ShownOutput.NOWHERE);
    }

    @Override
    protected SELF containsExactlyForProxy(ELEMENT[] values) {
        return shown(() -> super.containsExactlyForProxy(values), () -> firstDifference(Arrays.asList(values)));
    }

    @Override
    protected SELF containsExactlyInAnyOrderForProxy(ELEMENT[] values) {
        return shown(() -> super.containsExactlyInAnyOrderForProxy(values), () -> firstUnexpected(values));
    }

    @Override
    protected SELF isSubsetOfForProxy(ELEMENT[] values) {
        return shown(() -> super.isSubsetOfForProxy(values), () -> firstUnexpected(values));
    }

    @Override
    protected SELF containsSequenceForProxy(ELEMENT[] sequence) {
        return shown(() -> super.containsSequenceForProxy(sequence), () -> ShownOutput.NOWHERE);
    }

    @Override
    protected SELF containsSubsequenceForProxy(ELEMENT[] sequence) {
        return shown(() -> super.containsSubsequenceForProxy(sequence), () -> ShownOutput.NOWHERE);
    }

    @Override
    protected SELF doesNotContainForProxy(ELEMENT[] values) {
        return shown(
                () -> super.doesNotContainForProxy(values),
                () -> first(element -> isOneOf(element, Arrays.asList(values))));
    }

    @Override
    protected SELF startsWithForProxy(ELEMENT[] sequence) {
        return shown(() -> super.startsWithForProxy(sequence), () -> firstDifference(Arrays.asList(sequence)));
    }

    @Override
    protected SELF endsWithForProxy(ELEMENT first, ELEMENT[] sequence) {
        return shown(() -> super.endsWithForProxy(first, sequence), () -> ShownOutput.NOWHERE);
    }

    @Override
    public SELF hasSize(int expected) {
        return shown(() -> super.hasSize(expected), () -> expected < actual.size() ? expected : ShownOutput.NOWHERE);
    }

    @Override
    public SELF isEqualTo(@Nullable Object expected) {
        return shown(
                () -> super.isEqualTo(expected),
                () -> expected instanceof List<?> list ? firstDifference(list) : ShownOutput.NOWHERE);
    }

    @Override
    public SELF isNotEmpty() {
        return shown(super::isNotEmpty, () -> ShownOutput.NOWHERE);
    }

    @Override
    public void isEmpty() {
        output.underLast(super::isEmpty, ShownOutput.NOWHERE);
    }

    @Override
    public SELF allMatch(Predicate<? super ELEMENT> predicate) {
        return shown(() -> super.allMatch(predicate), () -> first(element -> !predicate.test(element)));
    }

    @Override
    public SELF anyMatch(Predicate<? super ELEMENT> predicate) {
        return shown(() -> super.anyMatch(predicate), () -> ShownOutput.NOWHERE);
    }

    @Override
    public SELF noneMatch(Predicate<? super ELEMENT> predicate) {
        return shown(() -> super.noneMatch(predicate), () -> first(predicate::test));
    }
}
