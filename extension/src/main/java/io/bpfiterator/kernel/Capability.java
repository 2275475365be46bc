package io.bpfiterator.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A capability that BPF iterators ask for, with its bit as {@code capabilities(7)} and {@code linux/capability.h} give it. */
public enum Capability {
    /** Everything below, and mounting a bpffs. */
    CAP_SYS_ADMIN(21),
    /** Loading tracing programs, which iterators are; since Linux 5.8. */
    CAP_PERFMON(38),
    /** Creating maps and loading programs; since Linux 5.8. */
    CAP_BPF(39);

    private static final Path STATUS = Path.of("/proc/thread-self/status");

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    /** Tells whether the calling thread has this capability in its effective set. */
    public boolean isEffective() {
        return (effectiveSet() >>> bit & 1) == 1;
    }

    /** Tells whether the calling thread may load iterators: by {@code CAP_SYS_ADMIN}, or {@code CAP_BPF} and {@code CAP_PERFMON}. */
    public static boolean mayLoadIterators() {
        return CAP_SYS_ADMIN.isEffective() || (CAP_BPF.isEffective() && CAP_PERFMON.isEffective());
    }

    /** Returns the capabilities that {@link #mayLoadIterators} rests on, for a message; only where it is true. */
    public static String loadingIterators() {
        return CAP_SYS_ADMIN.isEffective() ? CAP_SYS_ADMIN.name() : CAP_BPF + " and " + CAP_PERFMON;
    }

    private static long effectiveSet() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("CapEff:"))
                    .map(line -> line.substring("CapEff:".length()).strip())
                    .mapToLong(hex -> Long.parseUnsignedLong(hex, 16))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(STATUS + " has no line CapEff"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
