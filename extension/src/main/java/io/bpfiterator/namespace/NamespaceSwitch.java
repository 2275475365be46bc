// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.namespace;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.namespace.NetworkNamespace.Work;
import org.jspecify.annotations.Nullable;

/**
 * Switches the calling thread to another network namespace and back. {@code unshare(2)} and {@code setns(2)} move only
 * the calling thread.
 */
final class NamespaceSwitch {

    /** The failure that left the thread in another namespace; a later switch from there would hide it. */
    private static final ThreadLocal<@Nullable BpfException> STRANDED = new ThreadLocal<>();

    private NamespaceSwitch() {}

    /**
     * Moves the thread, does the work and moves the thread back, even if the work fails.
     *
     * @param move moves the thread, or throws and leaves it where it is
     */
    static <T, E extends Throwable> T callAfter(Runnable move, Work<T, E> work) throws E {
        refuseStrandedThread();
        VirtualThreads.refuse();
        try (Fd home = openCurrent()) {
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

    /** Opens the network namespace of the calling thread. */
    static Fd openCurrent() {
        int fd = Calls.checkLibc(
                Libc.libc().open(NetworkNamespace.OF_THREAD.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC),
                "open this thread's network namespace at " + NetworkNamespace.OF_THREAD);
        return new Fd(fd, "a network namespace");
    }

    /**
     * Moves the thread back after a failure of the work, which must not hide that the thread is stranded: if the work
     * has aborted the test, the test would not even fail.
     */
    private static void returnAfter(Throwable failure, Fd home) {
        try {
            returnTo(home);
        } catch (BpfException stranded) {
            stranded.addSuppressed(failure);
            throw stranded;
        }
    }

    private static void returnTo(Fd home) {
        try {
            Calls.checkLibc(Libc.libc().setns(home.number(), Libc.CLONE_NEWNET), errno -> Failure.failed("Thread \""
                            + Thread.currentThread().getName() + "\" cannot return from network namespace net:["
                            + NetworkNamespace.currentInode() + "]")
                    .because("setns(2) failed")
                    .remedy("Let the thread end, and keep CAP_SYS_ADMIN in the code that runs in the" + " namespace"));
        } catch (BpfException stranded) {
            STRANDED.set(stranded);
            throw stranded;
        }
    }

    private static void refuseStrandedThread() {
        BpfException stranded = STRANDED.get();
        if (stranded != null) {
            throw Failure.failed("Thread \"" + Thread.currentThread().getName() + "\" cannot enter a network namespace")
                    .because("it is stranded in another one, from which it could not return")
                    .remedy("Let the thread end, and use another thread")
                    .causedBy(stranded)
                    .exception();
        }
    }
}
