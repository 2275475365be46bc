package io.bpfiterator.object;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Libc;

/**
 * A map of global variables, mapped into this process as libbpf does it: an update through {@code bpf(2)} would write the
 * whole section, and undo what the program wrote to other variables meanwhile. Linux 5.5.
 */
final class GlobalMemory implements AutoCloseable {

    private static final long MAP_FAILED = -1;

    private final String name;
    private final Pointer memory;
    private final long size;
    private boolean closed;

    private GlobalMemory(String name, Pointer memory, long size) {
        this.name = name;
        this.memory = memory;
        this.size = size;
    }

    static GlobalMemory of(BpfMap<?, ?> map, boolean readOnly) {
        int size = map.info().valueSize();
        int protection = readOnly ? Libc.PROT_READ : Libc.PROT_READ | Libc.PROT_WRITE;
        Pointer memory = Libc.libc()
                .mmap(null, size, protection, Libc.MAP_SHARED, map.fd().number(), 0);
        if (Pointer.nativeValue(memory) == MAP_FAILED) {
            int errno = Native.getLastError();
            throw new BpfException(
                    "The global variables in " + map + " can't be mapped: " + Errno.describe(errno)
                            + "; it needs Linux 5.5",
                    errno);
        }
        return new GlobalMemory(map.name(), memory, size);
    }

    /** Returns the bytes of one variable; one of up to 8 bytes is never read in halves. */
    synchronized byte[] read(int offset, int length) {
        requireOpen();
        byte[] bytes = new byte[length];
        memory.getByteBuffer(offset, length).get(bytes);
        return bytes;
    }

    /** Changes the bytes of one variable; one of up to 8 bytes is never written in halves. */
    synchronized void write(int offset, byte[] bytes) {
        requireOpen();
        memory.getByteBuffer(offset, bytes.length).put(bytes);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "The global variables in " + name + " are gone; read them before their object is closed");
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
