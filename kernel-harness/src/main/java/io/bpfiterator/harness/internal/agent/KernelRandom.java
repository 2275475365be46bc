// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;

/** The kernel's random number generator in a machine that may have resumed from a snapshot. */
public final class KernelRandom {

    /** The first kernel that is notified of a resumption (vmgenid), and reseeds by itself. */
    private static final KernelRelease NOTIFIED = KernelRelease.parse("5.18");

    private static final String DEVICE = "/dev/urandom";

    /** {@code RNDRESEEDCRNG} of {@code linux/random.h}. */
    private static final long RESEED = 0x5207;

    private KernelRandom() {}

    /**
     * Makes an old kernel use the seed that the guest's first process has mixed in. Without that, all machines of a
     * snapshot would have the same random numbers for up to five minutes.
     */
    public static void reseed() {
        if (KernelRelease.parse(System.getProperty("os.version")).isAtLeast(NOTIFIED)) {
            return;
        }
        Libc libc = Libc.libc();
        int device = Calls.checkLibc(libc.open(DEVICE, Libc.O_RDONLY | Libc.O_CLOEXEC), "open " + DEVICE);
        try {
            Calls.checkLibc(libc.ioctl(device, RESEED), "reseed the kernel's random numbers");
        } finally {
            libc.close(device);
        }
    }
}
