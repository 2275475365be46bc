package io.bpfiterator.assertj;

import io.bpfiterator.object.BpfGlobal;
import java.util.Objects;
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
 * Asserts on a global variable of a loaded object; each assertion reads it anew.
 *
 * <pre>{@code
 * assertThat(object.global("sum")).isEqualTo(0);
 * assertThat(object.global("sum")).asLong().isBetween(0L, 10L);
 * }</pre>
 *
 * <p>A Java type that can't hold the variable's C type is a {@link io.bpfiterator.failure.BpfException}, not a failure.
 */
public class BpfGlobalAssert extends BpfAssert<BpfGlobalAssert, BpfGlobal> {

    public BpfGlobalAssert(@Nullable BpfGlobal actual) {
        super(actual, BpfGlobalAssert.class);
    }

    /**
     * Asserts the value.
     *
     * @param expected an integer of any Java type for a C integer of any size, else a value of a type that {@link
     *     BpfGlobal#as} takes
     */
    @Override
    public BpfGlobalAssert isEqualTo(@Nullable Object expected) {
        Object value = Objects.requireNonNull(expected, "a global variable is never null");
        Object found = valueLike(value);
        if (!Objects.deepEquals(found, widened(value))) {
            throw failureWithActualExpected(
                    found, value, "Expected %s to be %s, but it is %s", actual, shown(value), shown(found));
        }
        return this;
    }

    /** Asserts that the value is another; {@code other} as in {@link #isEqualTo}. */
    @Override
    public BpfGlobalAssert isNotEqualTo(@Nullable Object other) {
        Object value = Objects.requireNonNull(other, "a global variable is never null");
        if (Objects.deepEquals(valueLike(value), widened(value))) {
            throw failure("Expected %s to be something else than %s", actual, shown(value));
        }
        return this;
    }

    /** Goes on with the value of an integer of at most 32 bits. */
    public final AbstractIntegerAssert<?> asInt() {
        return described(goOn(required().asInt(), InstanceOfAssertFactories.INTEGER));
    }

    /** Goes on with the value of an integer of at most 64 bits. */
    public final AbstractLongAssert<?> asLong() {
        return described(goOn(required().asLong(), InstanceOfAssertFactories.LONG));
    }

    /** Goes on with the value of a {@code _Bool}. */
    public final AbstractBooleanAssert<?> asBoolean() {
        return described(goOn(required().asBoolean(), InstanceOfAssertFactories.BOOLEAN));
    }

    /** Goes on with the characters of a {@code char} array up to its first NUL. */
    @Override
    public final AbstractStringAssert<?> asString() {
        return described(goOn(required().asString(), InstanceOfAssertFactories.STRING));
    }

    /** Goes on with the value as a Java type that {@link BpfGlobal#as} takes. */
    public final <T> ObjectAssert<T> as(Class<T> type) {
        InstanceOfAssertFactory<T, ObjectAssert<T>> factory = InstanceOfAssertFactories.type(type);
        return described(goOn(required().as(type), factory));
    }

    private <A extends AbstractAssert<?, ?>> A described(A part) {
        part.as("%s", actual);
        return part;
    }

    private Object valueLike(Object value) {
        return isInteger(value) ? required().asLong() : required().as(value.getClass());
    }

    /** Java's 7 and 7L are not equal, C's are. */
    private static Object widened(Object value) {
        return isInteger(value) ? ((Number) value).longValue() : value;
    }

    private static boolean isInteger(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte;
    }

    private static String shown(Object value) {
        return CutRepresentation.INSTANCE.toStringOf(value);
    }
}
