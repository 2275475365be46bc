// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A capability that BPF iterators require; see {@code capabilities(7)} for their meaning, and {@code
 * linux/capability.h} for their bits.
 */
public enum Capability {
    /** Permits everything below, and mounting a bpffs. */
    CAP_SYS_ADMIN(21),
    /** Permits loading tracing programs, such as iterators. Requires Linux 5.8. */
    CAP_PERFMON(38),
    /** Permits creating maps and loading programs. Requires Linux 5.8. */
    CAP_BPF(39);

    private static final Path STATUS = Path.of("/proc/thread-self/status");

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    /** Returns whether the calling thread has this capability in its effective set. */
    public boolean isEffective() {
        return isIn("CapEff:", bit);
    }

    /**
     * Returns whether a capability, by its number, is in the calling thread's bounding set: a process that it starts
     * can have the capability.
     */
    public static boolean isInBoundingSet(int number) {
        return isIn("CapBnd:", number);
    }

    /**
     * Returns whether the calling thread may load iterators. This requires {@code CAP_SYS_ADMIN}, or {@code CAP_BPF}
     * and {@code CAP_PERFMON}.
     */
    public static boolean mayLoadIterators() {
        return CAP_SYS_ADMIN.isEffective() || (CAP_BPF.isEffective() && CAP_PERFMON.isEffective());
    }

    /**
     * Returns the capabilities with which the calling thread may load iterators, for a message. Call it only if {@link
     * #mayLoadIterators} is true.
     */
    public static String loadingIterators() {
        return CAP_SYS_ADMIN.isEffective() ? CAP_SYS_ADMIN.name() : CAP_BPF + " and " + CAP_PERFMON;
    }

    private static boolean isIn(String set, int bit) {
        try (var lines = Files.lines(STATUS)) {
            long mask = lines.filter(line -> line.startsWith(set))
                    .map(line -> line.substring(set.length()).strip())
                    .mapToLong(hex -> Long.parseUnsignedLong(hex, 16))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(STATUS + " has no line " + set));
            return (mask >>> bit & 1) == 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
