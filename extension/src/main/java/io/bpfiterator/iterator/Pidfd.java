// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.ProcessFd;
import org.apiguardian.api.API;

/**
 * A file descriptor that refers to a process, {@code pidfd_open(2)}, for {@link IteratorOptions#processOf}. It refers
 * to the same process even if that has ended and another one has its id. Requires Linux 5.3.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class Pidfd implements AutoCloseable {

    private final Fd fd;

    private Pidfd(Fd fd) {
        this.fd = fd;
    }

    /**
     * Opens the descriptor of a process.
     *
     * @param pid the process's id in the caller's pid namespace
     * @throws io.bpfiterator.failure.BpfException if there is no such process, or the id is that of a thread
     */
    public static Pidfd open(long pid) {
        return new Pidfd(ProcessFd.open(
                pid, "Cannot open a pidfd of pid " + pid, "Use the id of the process that has the thread (tgid)"));
    }

    /** Opens the descriptor of a process, as {@link #open(long)} does. */
    public static Pidfd open(ProcessHandle process) {
        return open(process.pid());
    }

    /**
     * Returns the descriptor's number, which is valid until this object is closed.
     *
     * @throws IllegalStateException if it is closed
     */
    public int number() {
        return fd.number();
    }

    /** Closes the descriptor. The process is not affected. */
    @Override
    public void close() {
        fd.close();
    }
}
