package io.bpfiterator.kernel;

import io.bpfiterator.failure.BpfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds cgroup v2, as {@code cgroups(7)} and {@code proc(5)} describe it. */
public final class Cgroups {

    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final Path OWN = Path.of("/proc/thread-self/cgroup");

    /** How {@code /proc/self/cgroup} begins the line of cgroup v2. */
    private static final String V2 = "0::";

    private Cgroups() {}

    /**
     * Returns the directory where cgroup v2 is mounted, on a machine with v1 and v2 too.
     *
     * @throws BpfException if it is mounted nowhere
     */
    public static Path root() {
        return first(MOUNTS, lines -> lines.map(line -> line.split(" "))
                        .filter(fields -> fields[2].equals("cgroup2"))
                        .map(fields -> Path.of(fields[1])))
                .orElseThrow(() ->
                        new BpfException("cgroup v2 is not mounted; mount it: mount -t cgroup2 none /sys/fs/cgroup"));
    }

    /**
     * Returns the directory of this process's cgroup.
     *
     * @throws BpfException if cgroup v2 is mounted nowhere, or the kernel was built without it
     */
    public static Path ofThisProcess() {
        String path = first(OWN, lines -> lines.filter(line -> line.startsWith(V2))
                        .map(line -> line.substring(V2.length())))
                .orElseThrow(
                        () -> new BpfException("The running kernel has no cgroup v2; use one with CONFIG_CGROUPS=y"));
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
