package io.bpfiterator.libbpf;

import com.sun.jna.Memory;

/** Bytes in native memory. */
public final class Bytes {

    private Bytes() {}

    /** Copies bytes; JNA allocates no 0 bytes, so no bytes become a byte that nobody looks at. */
    public static Memory copyOf(byte[] bytes) {
        Memory memory = new Memory(Math.max(1, bytes.length));
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }
}
