// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what is mounted in this process's mount namespace; see {@code proc_pid_mounts(5)}. */
public final class MountTable {

    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private MountTable() {}

    /**
     * Returns the first mount point of a type of file system, such as {@code bpf} or {@code cgroup2}; empty if none is
     * mounted.
     *
     * @throws UncheckedIOException if the table cannot be read
     */
    public static Optional<Path> first(String type) {
        return all(type).stream().findFirst();
    }

    /**
     * Returns the mount points of a type of file system, in the order in which they were mounted.
     *
     * @throws UncheckedIOException if the table cannot be read
     */
    public static List<Path> all(String type) {
        try (Stream<String> mounts = Files.lines(MOUNTS)) {
            return mounts.map(mount -> mount.split(" "))
                    .filter(fields -> fields[2].equals(type))
                    .map(fields -> Path.of(fields[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + MOUNTS, e);
        }
    }
}
