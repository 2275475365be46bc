package io.bpfiterator.namespace;

import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import java.nio.file.Path;

/**
 * A network namespace of the caller's own: no socket in it but those made inside, and no interface but {@code lo}, which
 * is up.
 *
 * <p>Iterators of sockets ({@code iter/tcp}, {@code udp}, {@code unix}, {@code netlink}) show those of the namespace in
 * which a run is <em>opened</em>; where they were attached and pinned does not matter, nor where a run is read on.
 *
 * <p>A namespace is a thread's. A socket stays in the one that it was made in, wherever it is used. Threads and processes
 * that are started inside are in it until they end, those of pools too: a pool's thread that was started elsewhere is
 * elsewhere. {@code /proc/net} shows the main thread's; {@code /proc/thread-self/net} is the calling thread's.
 *
 * <p>Closing it lets go of it; the kernel frees it when no thread, socket or descriptor is left in it.
 *
 * <p>It needs {@code CAP_SYS_ADMIN}, and Linux 3.17 for {@code /proc/thread-self}. May be used by several threads at once,
 * by virtual ones not at all.
 */
public final class NetworkNamespace implements AutoCloseable {

    static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

    /** Something to do that gives a result, and that may throw what it likes. */
    @FunctionalInterface
    public interface Work<T, E extends Throwable> {

        T call() throws E;
    }

    /** Something to do that gives no result, and that may throw what it likes. */
    @FunctionalInterface
    public interface Action<E extends Throwable> {

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
     * Makes a fresh one. The calling thread is afterwards where it was before.
     *
     * @throws BpfException if the kernel refuses, for want of {@code CAP_SYS_ADMIN} say
     */
    public static NetworkNamespace create() {
        return Excursion.make(NetworkNamespace::unshare, () -> {
            Loopback.bringUp();
            return new NetworkNamespace(NamespaceLink.read(OF_THREAD), Excursion.open());
        });
    }

    /** Returns the inode of the network namespace that the calling thread is in. */
    public static long currentInode() {
        return NamespaceLink.read(OF_THREAD).inode();
    }

    /** Returns what tells it from every other that exists at the same time. */
    public long inode() {
        return link.inode();
    }

    /**
     * Does some work on the calling thread inside this namespace. The thread then returns to where it was, also when the
     * work throws; inside another one's call, that is the other.
     *
     * @throws IllegalStateException if this is closed
     * @throws BpfException if the thread can't enter, and the work is not done; or if it can't return, with the work's own
     *     failure suppressed in it: the thread then stays inside and is refused from there on
     * @throws E if the work does
     */
    public <T, E extends Throwable> T call(Work<T, E> work) throws E {
        return Excursion.make(this::enter, work);
    }

    /** Does some work without a result, as {@link #call} does. */
    public <E extends Throwable> void run(Action<E> action) throws E {
        call(() -> {
            action.run();
            return true;
        });
    }

    /** Lets go of it. What runs inside goes on, and returns as ever. */
    @Override
    public void close() {
        closed = true;
        fd.close();
    }

    /** Returns it as {@code /proc} shows it: {@code net:[4026532345]}. */
    @Override
    public String toString() {
        return link.toString();
    }

    private static void unshare() {
        if (Libc.libc().unshare(Libc.CLONE_NEWNET) != 0) {
            int errno = Native.getLastError();
            throw new BpfException("No network namespace can be made: unshare(2) answered " + remedy(errno), errno);
        }
    }

    private void enter() {
        if (closed) {
            throw new IllegalStateException("Network namespace " + this + " is closed; enter it before");
        }
        if (Libc.libc().setns(fd.number(), Libc.CLONE_NEWNET) != 0) {
            int errno = Native.getLastError();
            throw new BpfException(
                    "Network namespace " + this + " can't be entered: setns(2) answered " + remedy(errno), errno);
        }
    }

    private static String remedy(int errno) {
        String found = Errno.describe(errno);
        if (Errno.EPERM.is(errno)) {
            return found + "; run as root, or with CAP_SYS_ADMIN, or in a privileged container";
        }
        if (Errno.ENOSPC.is(errno)) {
            return found + "; close others, or raise /proc/sys/user/max_net_namespaces";
        }
        if (Errno.EINVAL.is(errno)) {
            return found + "; use a kernel with CONFIG_NET_NS=y";
        }
        return found;
    }
}
