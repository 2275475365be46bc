// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.HiddenField;
import io.bpfiterator.internal.libbpf.Libc;
import java.io.FileDescriptor;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Returns the file descriptors of Java's sockets, which are the keys of an sk_storage map and the values of a sockmap,
 * and their cookies, by which BPF programs identify sockets.
 *
 * <p>Java keeps the descriptor in private fields, which are read through JNI. Hence a descriptor belongs to exactly the
 * given socket, whatever its address or network namespace is, and no {@code --add-opens} is required. A socket need not
 * be bound or connected. A socket of another implementation than the JDK's, or an {@code SSLSocket} that was layered
 * over another socket, has no descriptor of its own: use the socket under it.
 *
 * <p>The children of a listening socket are the sockets that it accepts. Until it accepts them, they have no
 * descriptor, and only an iterator reaches them.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class SocketDescriptor {

    private static final int SO_COOKIE = 57;

    private SocketDescriptor() {}

    /** Creates the socket in the kernel, which Java does when it is first used. */
    private interface Creation {
        boolean create() throws SocketException;
    }

    /** Returns the descriptor of an open socket, which the socket closes. */
    public static int of(Socket socket) {
        if (socket.getChannel() != null) {
            return of(socket.getChannel());
        }
        requireOpen(socket, !socket.isClosed());
        create(socket, socket::getReuseAddress);
        return ofImplementation(socket, Socket.class);
    }

    /** Returns the descriptor of an open socket, which the socket closes. */
    public static int of(ServerSocket socket) {
        if (socket.getChannel() != null) {
            return of(socket.getChannel());
        }
        requireOpen(socket, !socket.isClosed());
        create(socket, socket::getReuseAddress);
        return ofImplementation(socket, ServerSocket.class);
    }

    /** Returns the descriptor of an open socket, which the socket closes. */
    public static int of(DatagramSocket socket) {
        if (socket.getChannel() != null) {
            return of(socket.getChannel());
        }
        requireOpen(socket, !socket.isClosed());
        return object(DatagramSocket.class, "delegate", socket)
                .map(delegate -> delegate instanceof DatagramSocket adaptor ? adaptor.getChannel() : null)
                .map(SocketDescriptor::of)
                .orElseThrow(() -> unknown(socket));
    }

    /** Returns the descriptor of an open channel, Internet or Unix domain, which the channel closes. */
    public static int of(SocketChannel channel) {
        return ofChannel(channel);
    }

    /** Returns the descriptor of an open channel, Internet or Unix domain, which the channel closes. */
    public static int of(ServerSocketChannel channel) {
        return ofChannel(channel);
    }

    /** Returns the descriptor of an open channel, which the channel closes. */
    public static int of(DatagramChannel channel) {
        return ofChannel(channel);
    }

    /** Returns the descriptor of an open channel, which the channel closes. */
    public static int of(AsynchronousSocketChannel channel) {
        return ofChannel(channel);
    }

    /** Returns the descriptor of an open channel, which the channel closes. */
    public static int of(AsynchronousServerSocketChannel channel) {
        return ofChannel(channel);
    }

    /**
     * Returns the cookie of a socket, a number that no other socket of the network namespace gets until the next boot.
     * In a BPF program, {@code bpf_get_socket_cookie} returns it. Requires Linux 4.6.
     *
     * @param descriptor the descriptor of the socket
     * @throws io.bpfiterator.failure.BpfException if it is not the descriptor of a socket
     */
    public static long cookie(int descriptor) {
        Memory cookie = new Memory(Long.BYTES);
        int result = Libc.libc()
                .getsockopt(
                        descriptor, LinuxSocketOption.SOL_SOCKET, SO_COOKIE, cookie, new IntByReference(Long.BYTES));
        Calls.checkLibc(result, errno -> notASocket("Cannot read the cookie of descriptor " + descriptor, errno));
        return cookie.getLong(0);
    }

    /** Returns the failure of a call for a descriptor that may not be a socket's. */
    static Failure notASocket(String what, int errno) {
        return Errno.EBADF.is(errno) || Errno.ENOTSOCK.is(errno)
                ? Failure.invalid(what)
                        .because(Errno.EBADF.is(errno) ? "no file is open under this number" : "it is not a socket")
                        .remedy("Use the result of SocketDescriptor.of while the socket is open")
                : Failure.failed(what);
    }

    private static int ofChannel(Channel channel) {
        requireOpen(channel, channel.isOpen());
        return number(channel, object(channel.getClass(), "fd", channel));
    }

    private static int ofImplementation(Object socket, Class<?> type) {
        Optional<Object> implementation = object(type, "impl", socket);
        Optional<Object> platform = implementation
                .flatMap(wrapper -> object(wrapper.getClass(), "delegate", wrapper))
                .or(() -> implementation);
        return number(socket, platform.flatMap(owner -> object(SocketImpl.class, "fd", owner)));
    }

    private static Optional<Object> object(Class<?> type, String field, Object owner) {
        return HiddenField.find(type, field).flatMap(found -> found.object(owner));
    }

    private static int number(Object socket, Optional<Object> descriptor) {
        return descriptor
                .filter(FileDescriptor.class::isInstance)
                .flatMap(found -> HiddenField.find(FileDescriptor.class, "fd").map(number -> number.integer(found)))
                .filter(number -> number >= 0)
                .orElseThrow(() -> unknown(socket));
    }

    private static void create(Object socket, Creation creation) {
        try {
            creation.create();
        } catch (SocketException e) {
            throw Failure.failed(cannotFind(socket)).because(e).exception();
        }
    }

    private static void requireOpen(Object socket, boolean open) {
        if (!open) {
            throw Failure.invalid(cannotFind(socket))
                    .because("it is closed")
                    .remedy("Use it before it is closed")
                    .exception();
        }
    }

    private static RuntimeException unknown(Object socket) {
        return Failure.invalid(cannotFind(socket))
                .because("its class " + socket.getClass().getName() + " keeps none where the JDK's sockets keep it")
                .remedy("Use the socket or channel under it, which the JDK created")
                .exception();
    }

    private static String cannotFind(Object socket) {
        return "Cannot find the descriptor of " + socket;
    }
}
