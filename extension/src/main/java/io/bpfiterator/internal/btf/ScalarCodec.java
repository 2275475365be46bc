// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Converts between a Java number or boolean and the C type of the same size. */
record ScalarCodec<T>(Class<T> type, int size, BiConsumer<ByteBuffer, T> put, Function<ByteBuffer, T> get)
        implements Codec<T> {

    private static final List<ScalarCodec<?>> ALL = List.of(
            new ScalarCodec<>(Byte.class, Byte.BYTES, ByteBuffer::put, ByteBuffer::get),
            new ScalarCodec<>(Short.class, Short.BYTES, ByteBuffer::putShort, ByteBuffer::getShort),
            new ScalarCodec<>(Integer.class, Integer.BYTES, ByteBuffer::putInt, ByteBuffer::getInt),
            new ScalarCodec<>(Long.class, Long.BYTES, ByteBuffer::putLong, ByteBuffer::getLong),
            new ScalarCodec<>(Float.class, Float.BYTES, ByteBuffer::putFloat, ByteBuffer::getFloat),
            new ScalarCodec<>(Double.class, Double.BYTES, ByteBuffer::putDouble, ByteBuffer::getDouble),
            new ScalarCodec<>(
                    Boolean.class,
                    Byte.BYTES,
                    (buffer, value) -> buffer.put((byte) (value ? 1 : 0)),
                    buffer -> buffer.get() != 0));

    /** Returns the codec of a boxed number or boolean; null for another type. */
    static @Nullable ScalarCodec<?> of(Class<?> type) {
        return ALL.stream().filter(codec -> codec.type == type).findFirst().orElse(null);
    }

    @Override
    public void encode(T value, ByteBuffer target) {
        put.accept(target, value);
    }

    @Override
    public T decode(ByteBuffer source) {
        return get.apply(source);
    }
}
