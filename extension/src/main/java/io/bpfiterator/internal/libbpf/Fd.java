// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import io.bpfiterator.failure.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Owns a file descriptor and closes it once, so that it never closes another file to which the kernel gave the number.
 */
public final class Fd implements AutoCloseable {

    private final String name;
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes ownership of a descriptor.
     *
     * @param name what the descriptor refers to, for messages: {@code "map counters"}
     */
    public Fd(int number, String name) {
        if (number < 0) {
            throw new IllegalArgumentException(
                    "Cannot own file descriptor " + number + " of " + name + ": a descriptor is not negative.");
        }
        this.number = number;
        this.name = name;
    }

    /** Duplicates a descriptor, which stays the property of its owner. */
    public static Fd duplicate(int number, String name) {
        int copy = Calls.checkLibc(
                Libc.libc().fcntl(number, Libc.F_DUPFD_CLOEXEC, 0), "duplicate the file descriptor of " + name);
        return new Fd(copy, name);
    }

    /**
     * Returns the kernel's word for what the descriptor refers to, such as {@code bpf-map}, {@code bpf-prog} or
     * {@code bpf-link}.
     *
     * @throws UncheckedIOException if /proc is not mounted
     */
    public String content() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(number())))
                    .toString()
                    .replace("anon_inode:", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the descriptor's number.
     *
     * @throws IllegalStateException if it is closed: the number may belong to another file by now
     */
    public int number() {
        if (closed.get()) {
            throw new IllegalStateException(
                    "Cannot use " + name + ": it is closed. Use it before its owner is closed.");
        }
        return number;
    }

    /**
     * Closes the descriptor.
     *
     * @throws io.bpfiterator.failure.BpfException if another owner has closed it. Whatever else {@code close(2)}
     *     reports, Linux has closed the descriptor, and the call must not be repeated.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            int result = Libc.libc().close(number);
            if (Errno.EBADF.is(Calls.errnoOfLibc(result))) {
                Calls.checkLibc(result, "close " + name);
            }
        }
    }
}
