package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.files.FileTree;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fetched kernels of one place on disk: a directory for each version, and for each name a file that says which version it
 * stands for, so that names share them.
 *
 * <p>A directory appears whole, by a rename; so reading takes no lock.
 */
final class KernelCache {

    /** Fills an empty directory with a kernel. */
    @FunctionalInterface
    interface Filler {
        KernelRecord fill(Path directory) throws IOException;
    }

    /** What is written beside a kernel. */
    record KernelRecord(String release, String description) {}

    /**
     * Which kernel a name stands for.
     *
     * @param asked when its origin was last asked
     * @param shortfall why it is not, or may not be, the newest one of its origin; nothing if it is
     */
    record Current(String directory, Instant asked, Optional<String> shortfall) {}

    static final String UNCOMPRESSED = "vmlinux";

    private static final String RECORD = "kernel";
    private static final String LOCK = "lock";
    private static final String CURRENT = "current";
    private static final String CURRENT_FOR = CURRENT + "-";
    private static final String UNFINISHED = "unfinished-";

    /** A file lock excludes other processes, and throws where a thread of the same one has it. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path root;
    private final Path directory;
    private final String currentFile;
    private final Clock clock;

    /**
     * @param place the directory's name, which is also the name of what is in it unless there are several
     * @param name what the user calls the kernel
     */
    KernelCache(Path root, String place, String name, Clock clock) {
        this.root = root;
        this.directory = root.resolve(place).toAbsolutePath();
        this.currentFile = name.equals(place) ? CURRENT : CURRENT_FOR + URLEncoder.encode(name, StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /** Returns all places in a cache, by name. */
    static List<KernelCache> all(Path root, Clock clock) {
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(entry -> Files.exists(entry.resolve(LOCK)))
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .map(place -> new KernelCache(root, place, place, clock))
                    .toList();
        } catch (IOException e) {
            throw unusable(root, "read", e);
        }
    }

    /** Returns where a fetch can keep what it wants to have again. */
    Path apt() {
        return directory.resolve("apt");
    }

    /** Runs something while no other thread or process is in here. */
    <T> T locked(Supplier<T> action) {
        ReentrantLock threads = LOCKS.computeIfAbsent(directory, path -> new ReentrantLock());
        threads.lock();
        try {
            Files.createDirectories(directory);
            try (FileChannel file = FileChannel.open(
                            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                sweep();
                return action.get();
            }
        } catch (IOException e) {
            throw unusable(root, "written", e);
        } finally {
            threads.unlock();
        }
    }

    Optional<Current> current() {
        return current(directory.resolve(currentFile));
    }

    private Optional<Current> current(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return Optional.of(new Current(
                            lines.get(0),
                            Instant.parse(lines.get(1)),
                            lines.stream().skip(2).findFirst()))
                    .filter(current -> Files.isRegularFile(record(current.directory)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(root, "read", e);
        } catch (IndexOutOfBoundsException | DateTimeParseException e) {
            throw new EnvironmentException("The file " + file + " of the cache of kernels is damaged. Remove it", e);
        }
    }

    Kernel kernel(String version) {
        Path kernel = directory.resolve(version);
        try {
            List<String> lines = Files.readAllLines(record(version));
            Path uncompressed = kernel.resolve(UNCOMPRESSED);
            return new Kernel(
                    Files.exists(uncompressed) ? uncompressed : kernel.resolve(KernelTar.IMAGE),
                    kernel.resolve(KernelTar.MODULES),
                    lines.get(0),
                    lines.get(1));
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The cached kernel " + kernel + " can't be read: " + e + "; remove that directory", e);
        }
    }

    boolean has(String version) {
        return Files.isRegularFile(record(version));
    }

    /** Makes a version's directory; the caller has the lock. */
    void store(String version, Filler filler) {
        try {
            Path unfinished = Files.createTempDirectory(directory, UNFINISHED);
            try {
                KernelRecord made = filler.fill(unfinished);
                Files.write(unfinished.resolve(RECORD), List.of(made.release, made.description));
                Files.move(unfinished, directory.resolve(version), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                FileTree.delete(unfinished);
            }
        } catch (IOException e) {
            throw unusable(root, "written", e);
        }
    }

    /** Makes a version the one that the name stands for, as of now, and the newest; the caller has the lock. */
    void makeCurrent(String version) {
        makeCurrent(version, Optional.empty());
    }

    /**
     * Makes a version the one that the name stands for, as of now; the caller has the lock.
     *
     * @param shortfall why it is not the newest, or may not be
     */
    void makeCurrent(String version, Optional<String> shortfall) {
        try {
            Path written = Files.createTempFile(directory, UNFINISHED, "");
            List<String> lines =
                    new ArrayList<>(List.of(version, clock.instant().toString()));
            shortfall.map(sentence -> sentence.replaceAll("\\R", " ")).ifPresent(lines::add);
            Files.write(written, lines);
            Files.move(written, directory.resolve(currentFile), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(root, "written", e);
        }
    }

    /** Lists what is there, by version. */
    List<CachedKernel> list() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        Map<String, List<String>> names = names();
        try (Stream<Path> entries = Files.list(directory)) {
            List<CachedKernel> kernels = new ArrayList<>();
            for (Path entry : entries.sorted().toList()) {
                String version = entry.getFileName().toString();
                if (has(version)) {
                    kernels.add(new CachedKernel(
                            names.getOrDefault(version, List.of()),
                            kernel(version),
                            entry,
                            size(entry),
                            Files.getLastModifiedTime(record(version)).toInstant()));
                }
            }
            return kernels;
        } catch (IOException e) {
            throw unusable(root, "read", e);
        }
    }

    /** Returns the names that stand for each version. */
    private Map<String, List<String>> names() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(CURRENT))
                    .filter(entry -> current(entry).isPresent())
                    .sorted()
                    .collect(Collectors.groupingBy(
                            entry -> current(entry).orElseThrow().directory,
                            Collectors.mapping(this::name, Collectors.toList())));
        } catch (IOException e) {
            throw unusable(root, "read", e);
        }
    }

    private String name(Path currentFile) {
        String file = currentFile.getFileName().toString();
        return file.equals(CURRENT)
                ? directory.getFileName().toString()
                : URLDecoder.decode(file.substring(CURRENT_FOR.length()), StandardCharsets.UTF_8);
    }

    /** Removes kernels; a virtual machine that runs one is not disturbed. The caller has the lock. */
    void remove(List<CachedKernel> kernels) {
        try {
            for (CachedKernel kernel : kernels) {
                // Renamed first: one that is half removed must not be taken for whole.
                Path away = directory.resolve(UNFINISHED + kernel.directory().getFileName());
                Files.move(kernel.directory(), away, StandardCopyOption.ATOMIC_MOVE);
                FileTree.delete(away);
            }
        } catch (IOException e) {
            throw unusable(root, "written", e);
        }
    }

    /** Removes what a killed process has left, if that is possible: it may be another user's. */
    private void sweep() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith(UNFINISHED)) {
                    FileTree.deleteIfPossible(entry);
                }
            }
        }
    }

    private Path record(String version) {
        return directory.resolve(version).resolve(RECORD);
    }

    private static long size(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private static EnvironmentException unusable(Path root, String verb, IOException e) {
        return new EnvironmentException(
                "The cache of kernels " + root + " can't be " + verb + ": " + e
                        + "; make room and make it writable, or name another with -Dbpfiterator.cache=/its/directory",
                e);
    }
}
