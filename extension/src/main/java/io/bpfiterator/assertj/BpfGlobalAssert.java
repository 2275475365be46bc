// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.object.BpfGlobal;
import java.util.Objects;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractBooleanAssert;
import org.assertj.core.api.AbstractIntegerAssert;
import org.assertj.core.api.AbstractLongAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on a global variable of a loaded object. Each assertion reads the variable again.
 *
 * <pre>{@code
 * assertThat(object.global("sum")).isEqualTo(0);
 * assertThat(object.global("sum")).asLong().isBetween(0L, 10L);
 * }</pre>
 *
 * <p>A Java type that cannot represent the variable's C type is an error ({@link io.bpfiterator.failure.BpfException}),
 * not a failed assertion.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class BpfGlobalAssert extends BpfAssert<BpfGlobalAssert, BpfGlobal> {

    /** Starts assertions on a global variable. */
    public BpfGlobalAssert(@Nullable BpfGlobal actual) {
        super(actual, BpfGlobalAssert.class);
    }

    /**
     * Asserts that the variable has a value.
     *
     * @param expected an integer of any Java type for a C integer of any size, otherwise a value of a type that {@link
     *     BpfGlobal#as} accepts
     */
    @Override
    public BpfGlobalAssert isEqualTo(@Nullable Object expected) {
        Object value = Objects.requireNonNull(expected, "a global variable is never null");
        Object found = valueLike(value);
        if (!Objects.deepEquals(found, widened(value))) {
            throw failureWithActualExpected(
                    found, widened(value), "Expected %s to be %s, but it is %s", actual, shown(value), shown(found));
        }
        return this;
    }

    /** Asserts that the variable has another value; {@code other} is compared as in {@link #isEqualTo}. */
    @Override
    public BpfGlobalAssert isNotEqualTo(@Nullable Object other) {
        Object value = Objects.requireNonNull(other, "a global variable is never null");
        if (Objects.deepEquals(valueLike(value), widened(value))) {
            throw failure("Expected %s not to be %s", actual, shown(value));
        }
        return this;
    }

    /** Navigates to the value of an integer of at most 32 bits. */
    public final AbstractIntegerAssert<?> asInt() {
        return described(navigate(required().asInt(), InstanceOfAssertFactories.INTEGER));
    }

    /** Navigates to the value of an integer of at most 64 bits. */
    public final AbstractLongAssert<?> asLong() {
        return described(navigate(required().asLong(), InstanceOfAssertFactories.LONG));
    }

    /** Navigates to the value of a {@code _Bool}. */
    public final AbstractBooleanAssert<?> asBoolean() {
        return described(navigate(required().asBoolean(), InstanceOfAssertFactories.BOOLEAN));
    }

    /** Navigates to the characters of a {@code char} array up to its first NUL. */
    @Override
    public final AbstractStringAssert<?> asString() {
        return described(navigate(required().asString(), InstanceOfAssertFactories.STRING));
    }

    /** Navigates to the value as a Java type that {@link BpfGlobal#as} accepts. */
    public final <T> ObjectAssert<T> as(Class<T> type) {
        InstanceOfAssertFactory<T, ObjectAssert<T>> factory = InstanceOfAssertFactories.type(type);
        return described(navigate(required().as(type), factory));
    }

    private <A extends AbstractAssert<?, ?>> A described(A part) {
        part.as("%s", actual);
        return part;
    }

    private Object valueLike(Object value) {
        return NumberComparator.isInteger(value)
                ? required().asLong()
                : required().as(value.getClass());
    }

    /** Widens integers, because 7 and 7L are equal in C but not in Java. */
    private static Object widened(Object value) {
        return NumberComparator.isInteger(value) ? ((Number) value).longValue() : value;
    }

    private static String shown(Object value) {
        return TruncatingRepresentation.INSTANCE.toStringOf(value);
    }
}
