// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.cache;

import io.bpfiterator.internal.files.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Caches files that take long to create, for later runs. The name of a file identifies its inputs, so files never
 * change.
 *
 * <p>Creating a file removes files that no run has used for two weeks, and the least recently used ones above the
 * maximum number.
 */
public final class FileCache {

    private final Path directory;
    private final CacheLimit limit;

    /** @param maxFiles the maximum number of files */
    public FileCache(Path directory, int maxFiles) {
        this.directory = directory;
        this.limit = new CacheLimit(maxFiles);
    }

    /** Returns the cache in a subdirectory of this user's cache. */
    public static FileCache ofThisUser(String directory, int maxFiles) {
        return new FileCache(CacheDirectory.resolve(directory), maxFiles);
    }

    /** Creates a file of the cache. */
    @FunctionalInterface
    public interface Creator<R> {

        /** Writes the file completely, or leaves no file. */
        R create(Path file) throws IOException;
    }

    /** Returns the directory of the files. */
    public Path directory() {
        return directory;
    }

    /** Returns a name that is unique to these parts. */
    public static String name(List<String> parts) {
        return hash(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a part of a name that is unique to a file's path, size and modification time. */
    public static String part(Path file) throws IOException {
        return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    }

    /** Returns a part of a name that is unique to a file's contents, wherever the file is. */
    public static String contents(Path file) throws IOException {
        return hash(Files.readAllBytes(file));
    }

    private static String hash(byte[] bytes) {
        return Sha256.hex(bytes).substring(0, 32);
    }

    /** Returns a file and marks it as used now; empty if it is not in the cache. */
    public Optional<Path> find(String name) throws IOException {
        Path file = directory.resolve(name);
        return CacheLimit.markUsed(file) ? Optional.of(file) : Optional.empty();
    }

    /** Creates a file, and returns the creator's result. The file appears in the cache when it is complete. */
    public <R> R create(String name, Creator<R> creator) throws IOException {
        try (UnfinishedFiles files = UnfinishedFiles.in(directory)) {
            limit.makeRoom(files());
            Path created = files.path(name);
            R result = creator.create(created);
            if (Files.exists(created)) {
                files.publish(created, directory.resolve(name));
            }
            return result;
        }
    }

    /** Removes a file. */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    /** Removes all complete files. */
    public void removeAll() throws IOException {
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
    }

    /** Returns all complete files. */
    public List<Path> files() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            // In a directory, a process may be creating a file.
            return files.filter(file -> !Files.isDirectory(file)).toList();
        }
    }
}
