package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns Java values into the bytes that a BPF program sees, and back, in this machine's byte order: buffers have
 * {@link ByteOrder#nativeOrder()}.
 *
 * @param <T> the Java type
 */
public interface Codec<T> {

    /** Returns the size of every value in bytes. */
    int size();

    /** Writes a value at the buffer's position, {@link #size} bytes, and goes on behind it. */
    void encode(T value, ByteBuffer target);

    /** Reads a value at the buffer's position, {@link #size} bytes, and goes on behind it. */
    T decode(ByteBuffer source);

    /**
     * Returns a value as bytes.
     *
     * @throws BpfException if the C type has no such value
     */
    default byte[] encode(T value) {
        byte[] bytes = new byte[size()];
        encode(value, ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
        return bytes;
    }

    /**
     * Reads a value from its bytes.
     *
     * @throws BpfException if there are more or fewer than {@link #size}, or the Java type has no such value
     */
    default T decode(byte[] bytes) {
        if (bytes.length != size()) {
            throw new BpfException(bytes.length + " bytes were given where " + size() + " belong");
        }
        return decode(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    }

    /**
     * Returns the codec of a Java type for values of a size.
     *
     * @param what the values are, for the error
     * @throws BpfException if the type has none of this size
     */
    static <T> Codec<T> of(Class<T> type, int size, String what) {
        if (type == byte[].class) {
            return Codecs.cast(new BytesCodec(size));
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
        return Codecs.cast(scalar);
    }

    /** Tells whether a type is a boxed number or boolean, of which the size says enough. */
    static boolean isScalar(Class<?> type) {
        return ScalarCodec.of(type) != null;
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

    /**
     * Returns the codec of a Java type for values of a C type. Typedefs and qualifiers are looked through.
     *
     * <ul>
     *   <li>An integer is a {@code byte}, {@code short}, {@code int} or {@code long} of its width or wider, or a {@code
     *       BigInteger}. A value that the other side lacks is an error, but a {@code __u64} is a {@code long} of its bits.
     *   <li>{@code bool}, and a bit-field of one bit, is a {@code boolean}; {@code float} and {@code double} are
     *       themselves, or the wider one.
     *   <li>An array is a Java array or a {@code List} of its length; one of {@code char} is a {@code String} as well, up
     *       to its first NUL.
     *   <li>An enumeration is an enum whose constants have the enumerators' names, or an integer.
     *   <li>A struct or union is a record. A component is the member of its name, or of its name in {@code snake_case};
     *       members of anonymous structs and unions are found as in C. Members without a component are passed over when
     *       read, and zero when written. Components that share bytes are written only if they agree.
     *   <li>A pointer is a {@code long}, its address.
     *   <li>Anything is a {@code byte[]} of its size, except a bit-field.
     * </ul>
     *
     * @param type the Java class, boxed or primitive
     * @param typeId the id of the C type in {@code btf}
     * @param what the values are, for the error
     * @throws BpfException if the Java type can't hold the C type, with what can
     */
    static <T> Codec<T> of(Class<T> type, Btf btf, int typeId, String what) {
        return Codecs.cast(of((Type) type, btf, typeId, what));
    }

    /** Returns the codec of a Java type with its arguments, {@code List<Integer>} say, as {@link #of(Class, Btf, int, String)}. */
    static Codec<?> of(Type type, Btf btf, int typeId, String what) {
        try {
            return Codecs.of(type, CType.of(btf, typeId));
        } catch (BpfException e) {
            throw new BpfException(what + ": " + e.getMessage(), e);
        }
    }
}
