// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The limit {@code RLIMIT_MEMLOCK}, against which Linux before 5.11 counts maps and programs. Exceeding it is
 * {@code EPERM}. libbpf raises it if this process has {@code CAP_SYS_RESOURCE}.
 */
public final class LockedMemory {

    private static final KernelRelease FIRST_WITHOUT_LIMIT = KernelRelease.version("5.11");

    private static final Path LIMITS = Path.of("/proc/self/limits");

    /** A line has the name, the soft limit, the hard limit and the unit. */
    private static final Pattern LIMIT = Pattern.compile("Max locked memory\\s+(\\d+)\\s.*");

    private LockedMemory() {}

    /**
     * Returns the failure of loading a program or creating a map; empty if this limit cannot be the reason.
     *
     * @param what what failed, such as {@code "Cannot load task.bpf.o"}
     */
    public static Optional<Failure> explain(String what, int errno) {
        return explain(what, errno, KernelRelease.running(), LIMITS);
    }

    static Optional<Failure> explain(String what, int errno, KernelRelease kernel, Path limits) {
        if (!Errno.EPERM.is(errno) || kernel.isAtLeast(FIRST_WITHOUT_LIMIT)) {
            return Optional.empty();
        }
        return limit(limits).map(bytes -> Failure.failed(what)
                .because("this process may lock " + bytes + " bytes of memory (RLIMIT_MEMLOCK), and before Linux"
                        + " 5.11, the kernel refuses maps and programs that exceed this")
                .errno(errno)
                .remedy("Raise the limit with ulimit -l unlimited, in a systemd service with"
                        + " LimitMEMLOCK=infinity, in Docker and podman with --ulimit memlock=-1, or give this"
                        + " process CAP_SYS_RESOURCE"));
    }

    /** Returns the soft limit in bytes; empty if it is unlimited. */
    private static Optional<String> limit(Path limits) {
        try (Stream<String> lines = Files.lines(limits)) {
            return lines.map(LIMIT::matcher)
                    .filter(Matcher::matches)
                    .map(line -> line.group(1))
                    .findFirst();
        } catch (IOException e) {
            // Without procfs, the failure has its usual explanation.
            return Optional.empty();
        }
    }
}
