package io.bpfiterator.btf;

import io.bpfiterator.kernel.BpfException;
import java.nio.ByteBuffer;

/**
 * Turns Java values into the bytes that a BPF program sees, and back, in this machine's byte order.
 *
 * @param <T> the Java type
 */
public interface Codec<T> {

    /** Returns the size of every value in bytes. */
    int size();

    /** Writes a value at the buffer's position, {@link #size} bytes. */
    void encode(T value, ByteBuffer target);

    /** Reads a value at the buffer's position, {@link #size} bytes. */
    T decode(ByteBuffer source);

    /**
     * Returns the codec of a Java type for values of a size.
     *
     * @param what the values are, for the error
     * @throws BpfException if the type has none of this size
     */
    static <T> Codec<T> of(Class<T> type, int size, String what) {
        if (type == byte[].class) {
            return cast(new BytesCodec(size));
        }
        ScalarCodec<?> scalar = ScalarCodec.of(type);
        if (scalar == null) {
            throw new BpfException("There is no way to turn " + type.getName() + " into " + what
                    + "; use byte[], or Byte, Short, Integer, Long, Boolean, Float or Double");
        }
        if (scalar.size() != size) {
            throw new BpfException(what + " have " + size + " bytes, and " + type.getSimpleName() + " has "
                    + scalar.size() + "; use a Java type of that size, or byte[]");
        }
        return cast(scalar);
    }

    /**
     * Returns the size of a boxed number or boolean in bytes.
     *
     * @param what the values are, for the error
     * @throws BpfException if the type is none of these
     */
    static int sizeOf(Class<?> type, String what) {
        ScalarCodec<?> scalar = ScalarCodec.of(type);
        if (scalar == null) {
            throw new BpfException("The size of " + what + " can't be told from " + type.getName()
                    + "; use Byte, Short, Integer, Long, Boolean, Float or Double");
        }
        return scalar.size();
    }

    static <T> Codec<T> of(Class<T> type, Btf btf, int typeId, String what) {
        return of(type, btf.sizeOf(typeId), what);
    }

    @SuppressWarnings("unchecked")
    private static <T> Codec<T> cast(Codec<?> codec) {
        return (Codec<T>) codec;
    }
}
