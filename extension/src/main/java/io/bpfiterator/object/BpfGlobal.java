// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.object;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * A global variable of a loaded object, in {@code .data}, {@code .bss} or {@code .rodata}. A read returns what the
 * program last wrote; a write changes only the variable's own bytes.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface BpfGlobal {

    /** Returns the C variable's name. */
    String name();

    /**
     * Returns the value as a Java type.
     *
     * @param type a boxed number, {@code Boolean}, {@code String} for a {@code char} array, {@code byte[]} for the raw
     *     bytes, or a record for a struct
     * @throws io.bpfiterator.failure.BpfException if the Java type cannot hold the variable's C type
     */
    <T> T as(Class<T> type);

    /** Returns the value of an integer of at most 32 bits; an unsigned one must be below 2^31. */
    default int asInt() {
        return as(Integer.class);
    }

    /** Returns the value of an integer of at most 64 bits; an unsigned one of 64 bits keeps its bits. */
    default long asLong() {
        return as(Long.class);
    }

    /** Returns the value of a {@code _Bool}. */
    default boolean asBoolean() {
        return as(Boolean.class);
    }

    /** Returns the characters of a {@code char} array up to its first NUL. */
    default String asString() {
        return as(String.class);
    }

    /**
     * Sets the value, which the program's next run reads.
     *
     * @throws io.bpfiterator.failure.BpfException if the variable is in {@code .rodata}, or the value does not fit its
     *     C type
     */
    void set(Object value);
}
