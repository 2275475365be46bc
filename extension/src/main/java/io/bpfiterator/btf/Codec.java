package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Converts Java values to the bytes that a BPF program sees, and back. Buffers must have this machine's byte order,
 * {@link ByteOrder#nativeOrder()}.
 *
 * @param <T> the Java type
 */
public interface Codec<T> {

    /** Returns the size of every value in bytes. */
    int size();

    /** Writes a value at the buffer's position and advances the position by {@link #size}. */
    void encode(T value, ByteBuffer target);

    /** Reads a value at the buffer's position and advances the position by {@link #size}. */
    T decode(ByteBuffer source);

    /**
     * Returns a value as bytes.
     *
     * @throws BpfException if the C type cannot hold the value
     */
    default byte[] encode(T value) {
        byte[] bytes = new byte[size()];
        encode(value, ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
        return bytes;
    }

    /**
     * Decodes a value from its bytes.
     *
     * @throws BpfException if their number is not {@link #size}, or the Java type cannot hold the value
     */
    default T decode(byte[] bytes) {
        if (bytes.length != size()) {
            throw Codecs.wrongSize(bytes.length, size());
        }
        return decode(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    }

    /**
     * Returns the codec of a Java type for values of a size in bytes.
     *
     * @param what the start of the message of an error, which names the values: {@code "The keys of map counters"}
     * @throws BpfException if the Java type cannot hold values of this size
     */
    static <T> Codec<T> of(Class<T> type, int size, String what) {
        if (type == byte[].class) {
            return Codecs.cast(new BytesCodec(size));
        }
        ScalarCodec<?> scalar = ScalarCodec.of(type);
        if (scalar == null) {
            throw Failure.invalid(what)
                    .because("Java's " + type.getSimpleName() + " cannot hold them")
                    .remedy("Use byte[], Byte, Short, Integer, Long, Boolean, Float or Double")
                    .exception();
        }
        if (scalar.size() != size) {
            throw Failure.invalid(what)
                    .because("they have " + size + " bytes, but Java's " + type.getSimpleName() + " has "
                            + scalar.size())
                    .remedy("Use a Java type of that size, or byte[]")
                    .exception();
        }
        return Codecs.cast(scalar);
    }

    /** Returns whether a type is a boxed number or boolean, for which the size of the C type suffices. */
    static boolean isScalar(Class<?> type) {
        return ScalarCodec.of(type) != null;
    }

    /**
     * Returns the size of a boxed number or boolean in bytes.
     *
     * @param what the name of the values for the message of an error, {@code "the keys of map counters"}
     * @throws BpfException if the type is neither
     */
    static int sizeOf(Class<?> type, String what) {
        ScalarCodec<?> scalar = ScalarCodec.of(type);
        if (scalar == null) {
            throw Failure.invalid("Cannot determine the size of " + what)
                    .because("Java's " + type.getSimpleName() + " has no fixed size")
                    .remedy("Use Byte, Short, Integer, Long, Boolean, Float or Double")
                    .exception();
        }
        return scalar.size();
    }

    /**
     * Returns the codec of a Java type for values of a C type. Typedefs and qualifiers of the C type have no effect.
     *
     * <ul>
     *   <li>An integer is a {@code byte}, {@code short}, {@code int} or {@code long} of the same width or wider, or a
     *       {@code BigInteger}. A value that does not fit is an error, except that a {@code long} holds the bits of any
     *       {@code __u64}.
     *   <li>A {@code bool} is a {@code boolean}, and so is a bit-field of one bit. A {@code float} is a {@code float}
     *       or {@code double}, a {@code double} is a {@code double}.
     *   <li>An array is a Java array or a {@code List} of the same length. An array of {@code char} may also be a
     *       {@code String}, which ends before the first NUL.
     *   <li>An enumeration is an enum whose constants have the enumerators' names, or an integer.
     *   <li>A struct or union is a record. A component stands for the member with the same name, or with its name in
     *       {@code snake_case}; members of anonymous structs and unions are found as in C. Members without a component
     *       are ignored when read and set to zero when written. Components that share bytes must agree when written.
     *   <li>A pointer is a {@code long}, which holds the address.
     *   <li>Any type except a bit-field is a {@code byte[]} of the same size.
     * </ul>
     *
     * @param type the Java class, boxed or primitive
     * @param typeId the id of the C type in {@code btf}
     * @param what the start of the message of an error, which names the values: {@code "The keys of map counters"}
     * @throws BpfException if the Java type cannot hold the C type; the message lists the types that can
     */
    static <T> Codec<T> of(Class<T> type, Btf btf, int typeId, String what) {
        return Codecs.cast(of((Type) type, btf, typeId, what));
    }

    /**
     * Returns the codec of a Java type that may have type arguments, such as {@code List<Integer>}.
     *
     * @see #of(Class, Btf, int, String)
     */
    static Codec<?> of(Type type, Btf btf, int typeId, String what) {
        try {
            return Codecs.of(type, CType.of(btf, typeId));
        } catch (BpfException e) {
            throw Codecs.inContext(what, e);
        }
    }
}
