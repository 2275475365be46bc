// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Memory;

/** Copies bytes into native memory. */
public final class Bytes {

    private Bytes() {}

    /** Returns a copy of the bytes. JNA cannot allocate 0 bytes, so the copy of an empty array has one unused byte. */
    public static Memory copyOf(byte[] bytes) {
        Jna.require();
        Memory memory = new Memory(Math.max(1, bytes.length));
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }
}
