// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.namespace;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.namespace.NamespaceLink;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A new network namespace. It contains only sockets that are created in it, and only the interface {@code lo}, which is
 * up.
 *
 * <p>Iterators of sockets ({@code iter/tcp}, {@code udp}, {@code unix}, {@code netlink}) show the sockets of the
 * namespace in which a run is <em>opened</em>. It does not matter where the iterator was attached and pinned, or where
 * the run is read.
 *
 * <p>Each thread is in a namespace. A socket stays in the namespace in which it was created, wherever it is used.
 * Threads and processes that are started in a namespace stay in it until they end, including threads of pools; a pool's
 * thread that was started elsewhere stays elsewhere. {@code /proc/net} shows the namespace of the main thread, {@code
 * /proc/thread-self/net} that of the calling thread.
 *
 * <p>After {@link #close}, the kernel frees the namespace as soon as no thread, socket or descriptor refers to it.
 *
 * <p>Requires {@code CAP_SYS_ADMIN}, and Linux 3.17 for {@code /proc/thread-self}. Several threads may use a namespace
 * at once. Virtual threads are refused.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class NetworkNamespace implements AutoCloseable {

    static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

    /** Work that returns a result and may throw any exception. */
    @FunctionalInterface
    @API(status = EXPERIMENTAL, since = "0.1")
    public interface Work<T, E extends Throwable> {

        /** Runs in the network namespace, and returns the result. */
        T call() throws E;
    }

    /** Work that returns no result and may throw any exception. */
    @FunctionalInterface
    @API(status = EXPERIMENTAL, since = "0.1")
    public interface Action<E extends Throwable> {

        /** Runs in the network namespace. */
        void run() throws E;
    }

    private final NamespaceLink link;
    private final Fd fd;
    private volatile boolean closed;

    private NetworkNamespace(NamespaceLink link, Fd fd) {
        this.link = link;
        this.fd = fd;
    }

    /**
     * Creates a network namespace. The calling thread stays in its own namespace.
     *
     * @throws BpfException if the kernel refuses, for example because {@code CAP_SYS_ADMIN} is missing
     */
    public static NetworkNamespace create() {
        AtomicReference<@Nullable NetworkNamespace> created = new AtomicReference<>();
        try {
            return NamespaceSwitch.callAfter(NetworkNamespace::unshare, () -> {
                Loopback.bringUp();
                NetworkNamespace namespace =
                        new NetworkNamespace(NamespaceLink.read(OF_THREAD), NamespaceSwitch.openCurrent());
                created.set(namespace);
                return namespace;
            });
        } catch (RuntimeException | Error e) {
            NetworkNamespace namespace = created.get();
            if (namespace != null) {
                namespace.close(); // the thread cannot return to its own namespace
            }
            throw e;
        }
    }

    /** Returns the inode of the calling thread's network namespace. */
    public static long currentInode() {
        return NamespaceLink.read(OF_THREAD).inode();
    }

    /** Returns the inode, which is unique among the namespaces that exist at the same time. */
    public long inode() {
        return link.inode();
    }

    /**
     * Does some work on the calling thread in this namespace. The thread then returns to the namespace from which it
     * was called, even if the work throws. Calls can be nested.
     *
     * @throws IllegalStateException if this namespace is closed
     * @throws BpfException if the thread cannot enter the namespace; the work is not done then. Also if the thread
     *     cannot return, with a failure of the work as a suppressed exception; the thread then stays in the namespace,
     *     and all its later calls are refused
     * @throws E if the work throws it
     */
    public <T, E extends Throwable> T call(Work<T, E> work) throws E {
        return NamespaceSwitch.callAfter(this::enter, work);
    }

    /** Does some work without a result in this namespace, like {@link #call}. */
    public <E extends Throwable> void run(Action<E> action) throws E {
        call(() -> {
            action.run();
            return true;
        });
    }

    /** Closes this namespace to new calls. Calls that have entered it continue, and their threads return as usual. */
    @Override
    public void close() {
        closed = true;
        fd.close();
    }

    /** Returns the namespace in the notation of {@code /proc}: {@code net:[4026532345]}. */
    @Override
    public String toString() {
        return link.toString();
    }

    private static void unshare() {
        Calls.checkLibc(
                Libc.libc().unshare(Libc.CLONE_NEWNET),
                errno -> failure("Cannot create a network namespace", "unshare(2) failed", errno));
    }

    private void enter() {
        if (closed) {
            throw new IllegalStateException(
                    "Cannot enter network namespace " + this + ": it is closed. Enter it before it is closed.");
        }
        Calls.checkLibc(
                Libc.libc().setns(fd.number(), Libc.CLONE_NEWNET),
                errno -> failure("Cannot enter network namespace " + this, "setns(2) failed", errno));
    }

    private static Failure failure(String what, String cause, int errno) {
        return Failure.of(Errno.EPERM.is(errno) ? Reason.NOT_PERMITTED : Reason.FAILED, what)
                .because(cause)
                .remedy(remedy(errno));
    }

    private static String remedy(int errno) {
        if (Errno.EPERM.is(errno)) {
            return "Run as root, or with CAP_SYS_ADMIN, or in a privileged container";
        }
        if (Errno.ENOSPC.is(errno)) {
            return "Close other network namespaces, or raise /proc/sys/user/max_net_namespaces";
        }
        if (Errno.EINVAL.is(errno)) {
            return "Use a kernel built with CONFIG_NET_NS=y";
        }
        return OutOfResources.remedy(errno);
    }
}
