// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the cgroup v2 hierarchy and this process's cgroup; see {@code cgroups(7)} and {@code proc(5)}. */
public final class Cgroups {

    private static final Path OWN = Path.of("/proc/thread-self/cgroup");

    /** The beginning of the line for cgroup v2 in {@code /proc/self/cgroup}. */
    private static final String V2 = "0::";

    private Cgroups() {}

    /**
     * Returns the mount point of cgroup v2, also on a machine with both v1 and v2.
     *
     * @throws BpfException if cgroup v2 is not mounted
     */
    public static Path root() {
        return MountTable.first("cgroup2").orElseThrow(() -> Failure.absent("Cannot find the cgroup hierarchy")
                .because("cgroup v2 is not mounted")
                .remedy("Mount it with mount -t cgroup2 none /sys/fs/cgroup")
                .exception());
    }

    /**
     * Returns the directory of this process's cgroup.
     *
     * @throws BpfException if cgroup v2 is not mounted, or the kernel was built without it
     */
    public static Path ofThisProcess() {
        String path = own().orElseThrow(() -> Failure.absent("Cannot find this process's cgroup")
                .because("the running kernel has no cgroup v2")
                .remedy("Use a kernel built with CONFIG_CGROUPS=y")
                .exception());
        return root().resolve(path.substring(1));
    }

    /** Returns the path of this process's cgroup below the mount point; empty if the kernel has no cgroup v2. */
    private static Optional<String> own() {
        try (Stream<String> lines = Files.lines(OWN)) {
            return lines.filter(line -> line.startsWith(V2))
                    .map(line -> line.substring(V2.length()))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
