package io.bpfiterator.libbpf;

import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import java.util.concurrent.atomic.AtomicBoolean;

/** Owns a file descriptor and closes it once, so that a number that the kernel gave out again is never closed. */
public final class Fd implements AutoCloseable {

    private final String what;
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over a descriptor; {@code what} it is of is said in errors. */
    public Fd(int number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException("not a file descriptor: " + number);
        }
        this.number = number;
        this.what = what;
    }

    /** Duplicates a descriptor that somebody else owns. */
    public static Fd duplicate(int number, String what) {
        int copy = Libc.libc().fcntl(number, Libc.F_DUPFD_CLOEXEC, 0);
        if (copy < 0) {
            int errno = Native.getLastError();
            throw new BpfException("Can't duplicate the descriptor of " + what + ": " + Errno.describe(errno), errno);
        }
        return new Fd(copy, what);
    }

    /** Returns the number; once closed, it may be another file's, so that is an error. */
    public int number() {
        if (closed.get()) {
            throw new IllegalStateException(what + " is closed; use it before its owner is closed");
        }
        return number;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && Libc.libc().close(number) != 0) {
            int errno = Native.getLastError();
            throw new BpfException("Closing " + what + " failed: " + Errno.describe(errno), errno);
        }
    }
}
