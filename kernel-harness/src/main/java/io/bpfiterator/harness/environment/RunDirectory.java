package io.bpfiterator.harness.environment;

import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.namespace.PidNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A directory under the temporary one that lives as long as an environment; its name says which process made it.
 *
 * <p>Making one removes those of processes that were killed.
 */
public final class RunDirectory implements AutoCloseable {

    private static final String PREFIX = "bpf-iterator-run-";
    private static final Pattern NAME =
            Pattern.compile(PREFIX + "([0-9a-z]{1,12})-([0-9a-z]{1,12})-([0-9a-z]{1,12})-.*");

    /** The path of a socket in it may have 107 bytes. */
    private static final int RADIX = Character.MAX_RADIX;

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /** Makes one. */
    public static RunDirectory create() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        try {
            sweep(parent);
            ProcessHandle self = ProcessHandle.current();
            String name = LongStream.of(namespace(), self.pid(), startOf(self))
                    .mapToObj(number -> Long.toString(number, RADIX) + "-")
                    .collect(Collectors.joining("", PREFIX, ""));
            return new RunDirectory(Files.createTempDirectory(parent, name));
        } catch (IOException e) {
            throw new BpfException(
                    "Can't make a directory for a run in " + parent + ": " + e
                            + "; make room there, or name another directory with -Djava.io.tmpdir=…",
                    e);
        }
    }

    /** Returns it. */
    public Path path() {
        return path;
    }

    private static void sweep(Path parent) throws IOException {
        List<Path> abandoned;
        try (Stream<Path> entries = Files.list(parent)) {
            abandoned = entries.filter(RunDirectory::isAbandoned).toList();
        }
        for (Path directory : abandoned) {
            // One that another user's run has left stays: it is not ours to remove.
            if (Files.isWritable(directory)) {
                FileTree.delete(directory);
            }
        }
    }

    private static boolean isAbandoned(Path entry) {
        Matcher name = NAME.matcher(entry.getFileName().toString());
        return name.matches()
                && Long.parseLong(name.group(1), RADIX) == namespace()
                && ProcessHandle.of(Long.parseLong(name.group(2), RADIX))
                        .filter(process -> startOf(process) == Long.parseLong(name.group(3), RADIX))
                        .isEmpty();
    }

    /** A process id means another process in another pid namespace, which may share the temporary directory. */
    private static long namespace() {
        return PidNamespace.current().inode();
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    @Override
    public void close() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            throw new BpfException("Can't remove the run's directory " + path + ": " + e + "; remove it by hand", e);
        }
    }
}
