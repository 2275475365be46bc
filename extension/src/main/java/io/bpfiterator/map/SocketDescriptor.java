package io.bpfiterator.map;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file descriptors of Java's sockets, which are the keys of an sk_storage map and the values of a sockmap.
 * Java does not expose them, so a socket is found among this process's descriptors by its type and its two addresses.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class SocketDescriptor {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SOCK_STREAM = 1;

    private static final int AF_UNIX = 1;
    private static final int AF_INET6 = 10;

    /** The size of {@code struct sockaddr_storage} in bytes. */
    private static final int ADDRESS_BYTES = 128;

    private static final Set<Errno> OF_OTHER_SOCKETS =
            Set.of(Errno.EBADF, Errno.ENOTSOCK, Errno.ENOTCONN, Errno.EOPNOTSUPP, Errno.EINVAL);

    private SocketDescriptor() {}

    /** Returns the descriptor of a bound or connected socket, which the socket closes. */
    public static int of(Socket socket) {
        return find(SOCK_STREAM, false, socket.getLocalSocketAddress(), socket.getRemoteSocketAddress());
    }

    /** Returns the descriptor of a listening socket, which the socket closes. */
    public static int of(ServerSocket socket) {
        return find(SOCK_STREAM, true, socket.getLocalSocketAddress(), null);
    }

    /** Returns the descriptor of a bound socket, which the socket closes. */
    public static int of(DatagramSocket socket) {
        return find(Libc.SOCK_DGRAM, false, socket.getLocalSocketAddress(), socket.getRemoteSocketAddress());
    }

    /** Returns the descriptor of a bound or connected channel, Internet or Unix domain, which the channel closes. */
    public static int of(SocketChannel channel) throws IOException {
        return find(SOCK_STREAM, false, channel.getLocalAddress(), channel.getRemoteAddress());
    }

    /** Returns the descriptor of a listening channel, Internet or Unix domain, which the channel closes. */
    public static int of(ServerSocketChannel channel) throws IOException {
        return find(SOCK_STREAM, true, channel.getLocalAddress(), null);
    }

    /** Returns the descriptor of a bound channel, which the channel closes. */
    public static int of(DatagramChannel channel) throws IOException {
        return find(Libc.SOCK_DGRAM, false, channel.getLocalAddress(), channel.getRemoteAddress());
    }

    private static int find(
            int type, boolean listening, @Nullable SocketAddress local, @Nullable SocketAddress remote) {
        if (local == null) {
            throw Failure.invalid("Cannot find the descriptor of a socket without an address")
                    .because("a descriptor is found by the socket's address")
                    .remedy("Bind or connect the socket first")
                    .exception();
        }
        List<Integer> found = new ArrayList<>();
        for (int fd : openSockets()) {
            if (option(fd, SO_TYPE) == type
                    && (option(fd, SO_ACCEPTCONN) == 1) == listening
                    && isAt(local, address(fd, false))
                    && (remote == null || isAt(remote, address(fd, true)))) {
                found.add(fd);
            }
        }
        if (found.size() != 1) {
            throw Failure.of(
                            found.isEmpty() ? Reason.NOT_FOUND : Reason.INVALID,
                            "Cannot find the descriptor of the socket at " + local
                                    + (remote == null ? "" : " connected to " + remote))
                    .because("this process has " + found.size() + " such sockets")
                    .remedy("Check that the socket is open, and the only one with these addresses")
                    .exception();
        }
        return found.get(0);
    }

    private static List<Integer> openSockets() {
        List<Integer> sockets = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                if (isSocket(descriptor)) {
                    sockets.add(Integer.parseInt(descriptor.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sockets;
    }

    /** Returns whether a descriptor is a socket's; another thread may have closed it meanwhile. */
    private static boolean isSocket(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static int option(int fd, int name) {
        IntByReference value = new IntByReference();
        int result = Libc.libc().getsockopt(fd, SOL_SOCKET, name, value, new IntByReference(Integer.BYTES));
        return hasAnswered(result, fd) ? value.getValue() : -1;
    }

    private static Optional<SocketAddress> address(int fd, boolean remote) {
        Memory address = new Memory(ADDRESS_BYTES);
        address.clear();
        IntByReference length = new IntByReference(ADDRESS_BYTES);
        int result = remote
                ? Libc.libc().getpeername(fd, address, length)
                : Libc.libc().getsockname(fd, address, length);
        return hasAnswered(result, fd) ? Optional.ofNullable(decode(address, length.getValue())) : Optional.empty();
    }

    /**
     * Returns whether a call succeeded; false for a descriptor that is not such a socket, or that is closed by now.
     *
     * @throws io.bpfiterator.failure.BpfException for another error, after which the socket could not be found
     */
    private static boolean hasAnswered(int result, int fd) {
        int errno = Calls.errnoOfLibc(result);
        if (errno != 0 && OF_OTHER_SOCKETS.stream().noneMatch(other -> other.is(errno))) {
            Calls.checkLibc(result, "examine descriptor " + fd + " in the search for a socket");
        }
        return errno == 0;
    }

    private static @Nullable SocketAddress decode(Memory address, int length) {
        int port = address.getByteBuffer(2, 2).order(ByteOrder.BIG_ENDIAN).getShort() & 0xffff;
        return switch (address.getShort(0)) {
            case Libc.AF_INET -> new InetSocketAddress(inet(address.getByteArray(4, 4)), port);
            case AF_INET6 -> new InetSocketAddress(inet(address.getByteArray(8, 16)), port);
            case AF_UNIX -> UnixDomainSocketAddress.of(unixPath(address.getByteArray(2, length - 2)));
            default -> null;
        };
    }

    /** Returns an address; an IPv4-mapped address of an IPv6 socket becomes an IPv4 address, as in Java. */
    private static InetAddress inet(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String unixPath(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
    }

    private static boolean isAt(SocketAddress wanted, Optional<SocketAddress> found) {
        if (wanted instanceof InetSocketAddress inet
                && found.isPresent()
                && found.get() instanceof InetSocketAddress other) {
            boolean sameHost = inet.getAddress().equals(other.getAddress())
                    || (inet.getAddress().isAnyLocalAddress()
                            && other.getAddress().isAnyLocalAddress());
            return inet.getPort() == other.getPort() && sameHost;
        }
        return found.filter(wanted::equals).isPresent();
    }
}
