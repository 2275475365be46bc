// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.btf;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apiguardian.api.API;

/**
 * Converts Java values to the bytes that a BPF program sees, and back. Buffers must have this machine's byte order,
 * {@link ByteOrder#nativeOrder()}.
 *
 * <p>The codecs of this library convert as follows. Typedefs and qualifiers of a C type have no effect.
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
 * @param <T> the Java type
 */
@API(status = EXPERIMENTAL, since = "0.1")
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
            throw Failure.invalid(Count.were(bytes.length, "byte") + " given instead of " + size())
                    .remedy("Give exactly as many as the C type has")
                    .exception();
        }
        return decode(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    }
}
