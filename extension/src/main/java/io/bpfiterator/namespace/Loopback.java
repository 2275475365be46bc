package io.bpfiterator.namespace;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;

/** The interface {@code lo} of the calling thread's network namespace. In a fresh one it is there, and down. */
final class Loopback {

    /** {@code struct ifreq} of {@code linux/if.h}: 16 bytes for the interface's name, and then its flags. */
    private static final int IFREQ_BYTES = 40;

    private static final int IFR_FLAGS = 16;

    private Loopback() {}

    /** Brings it up, as {@code ip link set lo up} does; the kernel then gives it 127.0.0.1 and ::1. */
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
            throw new BpfException(
                    "The loopback interface of a fresh network namespace can't be brought up: " + call + " answered "
                            + Errno.describe(errno) + "; it needs CAP_NET_ADMIN and a kernel with CONFIG_INET=y",
                    errno);
        }
        return result;
    }
}
