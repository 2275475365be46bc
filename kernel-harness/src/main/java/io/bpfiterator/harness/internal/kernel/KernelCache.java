// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.internal.cache.DirectoryLock;
import io.bpfiterator.internal.cache.UnfinishedFiles;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Caches kernels in one directory: each version in a subdirectory, and for each name a file with the version that it
 * stands for, so that names can share a version.
 *
 * <p>The subdirectory of a version is complete when it appears, so reading requires no lock.
 */
final class KernelCache {

    /** Fills an empty directory with a kernel. */
    @FunctionalInterface
    interface Filler {
        KernelRecord fill(Path directory) throws IOException;
    }

    /** Holds what the cache stores beside a kernel. */
    record KernelRecord(String release, String description) {}

    /**
     * Identifies the kernel that a name stands for.
     *
     * @param directory the name of its subdirectory
     * @param checked when its origin was last checked
     * @param staleReason a sentence that says why it is not, or might not be, the newest of its origin; empty if it is
     */
    record Current(String directory, Instant checked, Optional<String> staleReason) {}

    /** The remedy where a file in the cache cannot be written. */
    static final String FREE_SPACE = "Free disk space and make the directory writable, or choose another cache with"
            + " -Dbpfiterator.cache=/its/directory";

    static final String UNCOMPRESSED = "vmlinux";

    private static final String RECORD = "kernel";
    private static final String CURRENT = "current";
    private static final String CURRENT_FOR = CURRENT + "-";

    private final Path root;
    private final Path directory;
    private final String currentFile;
    private final Clock clock;

    /**
     * @param directoryName the name of the directory; also the name of the kernel, if the directory has only one
     * @param name the user's name for the kernel
     */
    KernelCache(Path root, String directoryName, String name, Clock clock) {
        this.root = root;
        this.directory = root.resolve(directoryName).toAbsolutePath();
        this.currentFile =
                name.equals(directoryName) ? CURRENT : CURRENT_FOR + URLEncoder.encode(name, StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /** Returns the caches of all directories below a root, in the order of their names. */
    static List<KernelCache> all(Path root, Clock clock) {
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(entry -> Files.exists(entry.resolve(DirectoryLock.FILE)))
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .map(name -> new KernelCache(root, name, name, clock))
                    .toList();
        } catch (IOException e) {
            throw unusable(root, "read", e);
        }
    }

    /** Returns the directory in which apt keeps its lists between runs. */
    Path aptDirectory() {
        return directory.resolve("apt");
    }

    /** Runs an action while no other thread or process runs one in this directory. */
    <T> T locked(Supplier<T> action) {
        try {
            return DirectoryLock.locked(directory, () -> {
                UnfinishedFiles.deleteAbandoned(directory);
                return action.get();
            });
        } catch (IOException e) {
            throw unusable(root, "write", e);
        }
    }

    /** Returns which kernel the name stands for; empty if the cache does not have it. */
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
            throw Failure.failed("Cannot read " + file + " in the cache of kernels")
                    .because("it is damaged")
                    .remedy("Remove it")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns a version's kernel, which must be in the cache. */
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
            throw Failure.failed("Cannot read the cached kernel " + kernel)
                    .because(e)
                    .remedy("Remove that directory")
                    .exception(EnvironmentException::new);
        }
    }

    boolean has(String version) {
        return Files.isRegularFile(record(version));
    }

    /** Adds a version. The caller must hold the lock. */
    void store(String version, Filler filler) {
        try (UnfinishedFiles files = UnfinishedFiles.in(directory)) {
            Path kernel = Files.createDirectory(files.path(version));
            KernelRecord filled = filler.fill(kernel);
            Files.write(kernel.resolve(RECORD), List.of(filled.release, filled.description));
            files.publish(kernel, directory.resolve(version));
        } catch (IOException e) {
            throw unusable(root, "write", e);
        }
    }

    /** Lets the name stand for a version that is the newest as of now. The caller must hold the lock. */
    void makeCurrent(String version) {
        makeCurrent(version, Optional.empty());
    }

    /**
     * Lets the name stand for a version, as of now. The caller must hold the lock.
     *
     * @param staleReason a sentence that says why it is not, or might not be, the newest
     */
    void makeCurrent(String version, Optional<String> staleReason) {
        try (UnfinishedFiles files = UnfinishedFiles.in(directory)) {
            List<String> lines =
                    new ArrayList<>(List.of(version, clock.instant().toString()));
            staleReason.map(reason -> reason.replaceAll("\\R", " ")).ifPresent(lines::add);
            files.publish(Files.write(files.path(currentFile), lines), directory.resolve(currentFile));
        } catch (IOException e) {
            throw unusable(root, "write", e);
        }
    }

    /** Returns all kernels, in the order of their versions' names. */
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

    /**
     * Removes kernels. A virtual machine that runs one of them loses all modules that it has not loaded yet. The caller
     * must hold the lock.
     */
    void remove(List<CachedKernel> kernels) {
        try {
            for (CachedKernel kernel : kernels) {
                UnfinishedFiles.delete(kernel.directory());
            }
        } catch (IOException e) {
            throw unusable(root, "write", e);
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
        return Failure.failed("Cannot " + verb + " the cache of kernels " + root)
                .because(e)
                .remedy(FREE_SPACE)
                .exception(EnvironmentException::new);
    }
}
