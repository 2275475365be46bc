// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Pointer;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.map.KernelMap;

/**
 * Global variables that are mapped into this process, as libbpf maps them. A variable of up to 8 bytes is read and
 * written at once. Requires Linux 5.5.
 */
final class MappedGlobals implements GlobalMemory {

    private static final long MAP_FAILED = -1;

    private final String name;
    private final Pointer memory;
    private final long size;
    private boolean closed;

    private MappedGlobals(String name, Pointer memory, long size) {
        this.name = name;
        this.memory = memory;
        this.size = size;
    }

    static MappedGlobals of(KernelMap<?, ?> map, boolean readOnly) {
        int size = map.info().valueSize();
        int protection = readOnly ? Libc.PROT_READ : Libc.PROT_READ | Libc.PROT_WRITE;
        Pointer memory = Libc.libc()
                .mmap(null, size, protection, Libc.MAP_SHARED, map.fd().number(), 0);
        if (Pointer.nativeValue(memory) == MAP_FAILED) {
            Calls.checkLibc(MAP_FAILED, "map the global variables in " + map);
        }
        return new MappedGlobals(map.name(), memory, size);
    }

    @Override
    public synchronized byte[] read(int offset, int length) {
        requireOpen();
        byte[] bytes = new byte[length];
        memory.getByteBuffer(offset, length).get(bytes);
        return bytes;
    }

    @Override
    public synchronized void write(int offset, byte[] bytes) {
        requireOpen();
        memory.getByteBuffer(offset, bytes.length).put(bytes);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Cannot use the global variables in " + name
                    + ": their object is closed. Use them before it is closed.");
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.libc().munmap(memory, size);
        }
    }
}
