// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.map.KernelMap;
import java.util.Arrays;

/**
 * Global variables that cannot be mapped, because all in their section are static or hidden. Each access copies the
 * whole section through {@code bpf(2)}: a write may undo what the program writes to other variables at that moment.
 */
record CopiedGlobals(KernelMap<byte[], byte[]> map) implements GlobalMemory {

    /** The section is the only element of an array. */
    private static final byte[] KEY = new byte[Integer.BYTES];

    @Override
    public synchronized byte[] read(int offset, int length) {
        return Arrays.copyOfRange(section(), offset, offset + length);
    }

    @Override
    public synchronized void write(int offset, byte[] bytes) {
        byte[] section = section();
        System.arraycopy(bytes, 0, section, offset, bytes.length);
        map.put(KEY, section);
    }

    private byte[] section() {
        return map.get(KEY).orElseThrow();
    }

    /** Does nothing: the object owns the map. */
    @Override
    public void close() {}
}
