// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.map.KernelMap;

/** The memory of the global variables in one section. */
interface GlobalMemory extends AutoCloseable {

    /** The flag {@code BPF_F_MMAPABLE}, without which a map cannot be mapped. */
    int MAPPABLE = 1 << 10;

    /** Opens the memory of a section's map: libbpf makes it mappable if a variable in it is visible to other files. */
    static GlobalMemory of(KernelMap<byte[], byte[]> map, boolean readOnly) {
        return (map.info().flags() & MAPPABLE) != 0 ? MappedGlobals.of(map, readOnly) : new CopiedGlobals(map);
    }

    /** Returns the bytes of one variable. */
    byte[] read(int offset, int length);

    /** Changes the bytes of one variable. */
    void write(int offset, byte[] bytes);

    @Override
    void close();
}
