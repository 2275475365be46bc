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

    private static final Path MOUNTS = Path.of("/proc/self/mounts");
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
        return first(MOUNTS, lines -> lines.map(line -> line.split(" "))
                        .filter(fields -> fields[2].equals("cgroup2"))
                        .map(fields -> Path.of(fields[1])))
                .orElseThrow(() -> Failure.failed("Cannot find the cgroup hierarchy")
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
        String path = first(OWN, lines -> lines.filter(line -> line.startsWith(V2))
                        .map(line -> line.substring(V2.length())))
                .orElseThrow(() -> Failure.failed("Cannot find this process's cgroup")
                        .because("the running kernel has no cgroup v2")
                        .remedy("Use a kernel built with CONFIG_CGROUPS=y")
                        .exception());
        return root().resolve(path.substring(1));
    }

    private interface Selection<T> {
        Stream<T> from(Stream<String> lines);
    }

    private static <T> Optional<T> first(Path file, Selection<T> selection) {
        try (Stream<String> lines = Files.lines(file)) {
            return selection.from(lines).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
