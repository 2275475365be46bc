// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import java.util.Locale;
import java.util.Optional;

/**
 * What a CO-RE relocation asks of a type. The names are libbpf's, and the order is that of the numbers in {@code enum
 * bpf_core_relo_kind} of the kernel.
 */
enum CoreKind {
    BYTE_OFF,
    BYTE_SZ,
    FIELD_EXISTS,
    SIGNED,
    LSHIFT_U64,
    RSHIFT_U64,
    LOCAL_TYPE_ID,
    TARGET_TYPE_ID,
    TYPE_EXISTS,
    TYPE_SIZE,
    ENUMVAL_EXISTS,
    ENUMVAL_VALUE,
    TYPE_MATCHES;

    private static final CoreKind[] BY_NUMBER = values();

    /** Returns the kind with a number; empty if libbpf has defined it after this version. */
    static Optional<CoreKind> of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[number]) : Optional.empty();
    }

    boolean isOfField() {
        return ordinal() <= RSHIFT_U64.ordinal();
    }

    boolean isOfEnumerator() {
        return this == ENUMVAL_EXISTS || this == ENUMVAL_VALUE;
    }

    /**
     * Returns whether libbpf replaces the instruction by an invalid one if the kernel lacks what is asked for. All
     * other kinds then yield 0.
     */
    boolean isRequired() {
        return isOfField() && this != FIELD_EXISTS || this == ENUMVAL_VALUE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
