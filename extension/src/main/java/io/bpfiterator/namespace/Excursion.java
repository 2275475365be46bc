package io.bpfiterator.namespace;

import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import io.bpfiterator.namespace.NetworkNamespace.Work;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread's way into another network namespace, and back to where it was: {@code unshare(2)} and
 * {@code setns(2)} move one thread alone.
 */
final class Excursion {

    /** Why the thread is in a namespace that it should have left. A later excursion from there would hide it. */
    private static final ThreadLocal<@Nullable BpfException> STRANDED = new ThreadLocal<>();

    private Excursion() {}

    /**
     * Moves the thread, does the work there and moves the thread back, whatever the work's outcome.
     *
     * @param move throws if it did not move the thread
     */
    static <T, E extends Throwable> T make(Runnable move, Work<T, E> work) throws E {
        refuseStrandedThread();
        VirtualThreads.refuse();
        try (Fd home = open()) {
            move.run();
            T result;
            try {
                result = work.call();
            } catch (Throwable failure) {
                returnAfter(failure, home);
                throw failure;
            }
            returnTo(home);
            return result;
        }
    }

    /** Opens the namespace that the calling thread is in. */
    static Fd open() {
        int fd = Libc.libc().open(NetworkNamespace.OF_THREAD.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (fd < 0) {
            int errno = Native.getLastError();
            throw new BpfException(
                    "The thread's network namespace can't be opened at " + NetworkNamespace.OF_THREAD + ": "
                            + Errno.describe(errno)
                            + (Errno.EMFILE.is(errno) ? "; close descriptors, or raise ulimit -n" : ""),
                    errno);
        }
        return new Fd(fd, "a network namespace");
    }

    /** A failure of the work must not hide that the thread is lost: an aborted test would be no failure at all. */
    private static void returnAfter(Throwable failure, Fd home) {
        try {
            returnTo(home);
        } catch (BpfException stranded) {
            stranded.addSuppressed(failure);
            throw stranded;
        }
    }

    private static void returnTo(Fd home) {
        if (Libc.libc().setns(home.number(), Libc.CLONE_NEWNET) != 0) {
            int errno = Native.getLastError();
            BpfException stranded = new BpfException(
                    "Thread \"" + Thread.currentThread().getName() + "\" can't return from network namespace net:["
                            + NetworkNamespace.currentInode() + "]: setns(2) answered " + Errno.describe(errno)
                            + "; let the thread end, and keep CAP_SYS_ADMIN in what runs inside",
                    errno);
            STRANDED.set(stranded);
            throw stranded;
        }
    }

    private static void refuseStrandedThread() {
        BpfException stranded = STRANDED.get();
        if (stranded != null) {
            throw new BpfException(
                    "Thread \"" + Thread.currentThread().getName()
                            + "\" was stranded in another network namespace earlier; let it end, and use another",
                    stranded);
        }
    }
}
