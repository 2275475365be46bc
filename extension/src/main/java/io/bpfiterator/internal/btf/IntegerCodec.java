// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.failure.Failure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Converts between a C integer and a Java integer that is at least as wide, and never changes a value. */
record IntegerCodec<T extends Number>(IntegerField field, JavaInteger<T> java) implements Codec<T> {

    /** Returns the codec of a boxed Java integer; null for another type, or for a narrower one. */
    static @Nullable IntegerCodec<?> of(Class<?> type, IntegerField field) {
        return JavaInteger.ALL.stream()
                .filter(java -> java.type() == type && java.bits() >= field.bits())
                .findFirst()
                .map(java -> of(field, java))
                .orElse(null);
    }

    private static <T extends Number> IntegerCodec<T> of(IntegerField field, JavaInteger<T> java) {
        return new IntegerCodec<>(field, java);
    }

    @Override
    public int size() {
        return field.size();
    }

    @Override
    public void encode(T value, ByteBuffer target) {
        long number = value.longValue();
        if (!field.holds(number)) {
            throw field.outOfRange(Long.toString(number));
        }
        field.write(number, target);
    }

    @Override
    public T decode(ByteBuffer source) {
        long number = field.read(source);
        if (!java.holds(number)) {
            throw Failure.invalid(number + " of " + field.name() + " does not fit Java's " + java.name() + " ("
                            + java.minimum() + " to " + java.maximum() + ")")
                    .remedy("Use a wider type")
                    .exception();
        }
        return java.box().apply(number);
    }

    /** One of Java's integer types. */
    record JavaInteger<T extends Number>(Class<T> type, int bits, LongFunction<T> box) {

        static final List<JavaInteger<?>> ALL = List.of(
                new JavaInteger<>(Byte.class, Byte.SIZE, number -> (byte) number),
                new JavaInteger<>(Short.class, Short.SIZE, number -> (short) number),
                new JavaInteger<>(Integer.class, Integer.SIZE, number -> (int) number),
                new JavaInteger<>(Long.class, Long.SIZE, number -> number));

        String name() {
            return type.getSimpleName();
        }

        boolean holds(long number) {
            return number >= minimum() && number <= maximum();
        }

        long minimum() {
            return Long.MIN_VALUE >> Long.SIZE - bits;
        }

        long maximum() {
            return Long.MAX_VALUE >> Long.SIZE - bits;
        }
    }
}
