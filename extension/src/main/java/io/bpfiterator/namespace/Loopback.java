package io.bpfiterator.namespace;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;

/** The interface {@code lo} of the calling thread's network namespace. In a new namespace it exists, and is down. */
final class Loopback {

    /** {@code struct ifreq} of {@code linux/if.h}: 16 bytes for the interface's name, and then its flags. */
    private static final int IFREQ_BYTES = 40;

    private static final int IFR_FLAGS = 16;

    private Loopback() {}

    /** Brings the interface up, as {@code ip link set lo up} does. The kernel then assigns 127.0.0.1 and ::1 to it. */
    static void bringUp() {
        Libc libc = Libc.libc();
        try (Memory request = new Memory(IFREQ_BYTES);
                Fd socket = new Fd(
                        check("socket", libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0)),
                        "a socket")) {
            request.clear();
            request.setString(0, "lo");
            check("SIOCGIFFLAGS", libc.ioctl(socket.number(), Libc.SIOCGIFFLAGS, request));
            request.setShort(IFR_FLAGS, (short) (request.getShort(IFR_FLAGS) | Libc.IFF_UP));
            check("SIOCSIFFLAGS", libc.ioctl(socket.number(), Libc.SIOCSIFFLAGS, request));
        }
    }

    private static int check(String call, int result) {
        if (result < 0) {
            int errno = Native.getLastError();
            throw Failure.failed("Cannot bring up the loopback interface of a new network namespace")
                    .because(call + " failed")
                    .errno(errno)
                    .remedy("Run with CAP_NET_ADMIN, on a kernel built with CONFIG_INET=y")
                    .exception();
        }
        return result;
    }
}
