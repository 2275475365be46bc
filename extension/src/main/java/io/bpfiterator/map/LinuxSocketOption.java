// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * Options of Linux's sockets that {@link java.net.SocketOption} lacks, for the descriptors that
 * {@link SocketDescriptor} returns. The sockets that a listening socket accepts inherit them.
 *
 * @param <T> the type of the option's value
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class LinuxSocketOption<T> {

    static final int SOL_SOCKET = 1;

    private static final int IPPROTO_TCP = 6;

    /** {@code IFNAMSIZ} of {@code linux/if.h} and {@code TCP_CA_NAME_MAX} of {@code net/tcp.h}. */
    private static final int NAME_BYTES = 16;

    /** The mark of the packets that the socket sends. Setting it requires {@code CAP_NET_ADMIN}. */
    public static final LinuxSocketOption<Integer> SO_MARK =
            new LinuxSocketOption<>("SO_MARK", SOL_SOCKET, 36, LinuxSocketOption::bytes, memory -> memory.getInt(0));

    /** The name of the only interface through which the socket sends and receives; empty for any. */
    public static final LinuxSocketOption<String> SO_BINDTODEVICE = text("SO_BINDTODEVICE", SOL_SOCKET, 25);

    /** The name of the congestion control algorithm of a TCP socket, such as {@code cubic}. */
    public static final LinuxSocketOption<String> TCP_CONGESTION = text("TCP_CONGESTION", IPPROTO_TCP, 13);

    private final String name;
    private final int level;
    private final int number;
    private final Function<T, byte[]> encode;
    private final Function<Memory, T> decode;

    private LinuxSocketOption(
            String name, int level, int number, Function<T, byte[]> encode, Function<Memory, T> decode) {
        this.name = name;
        this.level = level;
        this.number = number;
        this.encode = encode;
        this.decode = decode;
    }

    /**
     * Returns the option's value for a socket.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses, for example because the descriptor is closed
     */
    public T get(int descriptor) {
        Memory memory = new Memory(NAME_BYTES + 1);
        memory.clear();
        IntByReference length = new IntByReference(NAME_BYTES);
        Calls.checkLibc(
                Libc.libc().getsockopt(descriptor, level, number, memory, length),
                errno -> SocketDescriptor.notASocket("Cannot read " + name + " of descriptor " + descriptor, errno));
        return decode.apply(memory);
    }

    /**
     * Sets the option's value for a socket.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses, for example because a capability is missing or
     *     there is no interface or algorithm of this name
     */
    public void set(int descriptor, T value) {
        byte[] bytes = encode.apply(value);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        Calls.checkLibc(
                Libc.libc().setsockopt(descriptor, level, number, memory, bytes.length),
                errno -> failure(
                        "Cannot set " + name + " of descriptor " + descriptor + " to \"" + value + "\"", errno));
    }

    private Failure failure(String what, int errno) {
        if (Errno.EPERM.is(errno)) {
            return Failure.notPermitted(what).remedy("Run as root, or with CAP_NET_ADMIN");
        } else if (Errno.ENOENT.is(errno)) {
            return Failure.notFound(what)
                    .because("the kernel has no such algorithm")
                    .remedy("Load its module (modprobe tcp_NAME), or use one of those in"
                            + " /proc/sys/net/ipv4/tcp_available_congestion_control");
        } else if (Errno.ENODEV.is(errno)) {
            return Failure.notFound(what)
                    .because("the socket's network namespace has no such interface")
                    .remedy("Use an interface that ip link lists");
        }
        return SocketDescriptor.notASocket(what, errno);
    }

    @Override
    public String toString() {
        return name;
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    private static LinuxSocketOption<String> text(String name, int level, int number) {
        return new LinuxSocketOption<>(
                name,
                level,
                number,
                value -> value.getBytes(StandardCharsets.UTF_8),
                memory -> memory.getString(0, StandardCharsets.UTF_8.name()));
    }
}
