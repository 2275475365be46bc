// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.namespace;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.libbpf.StructLayout;
import io.bpfiterator.internal.libbpf.StructLayout.Field;

/** The interface {@code lo} of the calling thread's network namespace. In a new namespace it exists, and is down. */
final class Loopback {

    /** {@code struct ifreq} of {@code linux/if.h}; the flags are a member of a union. */
    private static final StructLayout IFREQ = new StructLayout("ifreq").ofSize(40);

    private static final Field IFR_NAME = IFREQ.bytes("ifr_name", 16);
    private static final Field IFR_FLAGS = IFREQ.int16("ifr_flags");

    private Loopback() {}

    /** Brings the interface up, as {@code ip link set lo up} does. The kernel then assigns 127.0.0.1 and ::1 to it. */
    static void bringUp() {
        Libc libc = Libc.libc();
        try (CStruct request = new CStruct(IFREQ);
                Fd socket = new Fd(
                        check("socket", libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0)),
                        "a socket")) {
            request.set(IFR_NAME, "lo");
            check("SIOCGIFFLAGS", libc.ioctl(socket.number(), Libc.SIOCGIFFLAGS, request));
            request.set(IFR_FLAGS, request.intOf(IFR_FLAGS) | Libc.IFF_UP);
            check("SIOCSIFFLAGS", libc.ioctl(socket.number(), Libc.SIOCSIFFLAGS, request));
        }
    }

    private static int check(String call, int result) {
        return Calls.checkLibc(result, errno -> Failure.of(
                        Errno.EPERM.is(errno) ? Reason.NOT_PERMITTED : Reason.FAILED,
                        "Cannot bring up the loopback interface of a new network namespace")
                .because(call + " failed")
                .remedy("Run with CAP_NET_ADMIN, on a kernel built with CONFIG_INET=y"));
    }
}
