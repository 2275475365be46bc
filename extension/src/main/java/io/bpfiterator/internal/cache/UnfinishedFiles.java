// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.cache;

import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A temporary directory for files that are moved to their place when they are complete, so that no other thread or
 * process sees an incomplete file, and none has to lock a cache to read it.
 *
 * <p>A killed process leaves its directory behind; creating the next one in the same parent directory removes it.
 */
public final class UnfinishedFiles implements AutoCloseable {

    private static final String PREFIX = "unfinished-";

    /**
     * The age at which a directory is removed even if its process is not visible from this one: no file takes that long
     * to create.
     */
    private static final Duration MAX_AGE = Duration.ofDays(1);

    private final Path directory;

    private UnfinishedFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Creates a temporary directory, and removes those that killed processes left behind.
     *
     * @param parent its parent directory, which is created if necessary; the places of the files must be on the same
     *     file system, for the moves to be atomic
     */
    public static UnfinishedFiles in(Path parent) throws IOException {
        Files.createDirectories(parent);
        UnfinishedFiles created =
                new UnfinishedFiles(ProcessDirectories.ofFiles(parent, PREFIX).create());
        Instant limit = Instant.now().minus(MAX_AGE);
        delete(parent, entry -> Instant.ofEpochMilli(entry.toFile().lastModified())
                .isBefore(limit));
        return created;
    }

    /** Returns the path of a file or directory to create. */
    public Path path(String name) {
        return directory.resolve(name);
    }

    /** Moves a complete file or directory to its place, whose parent directory is created if necessary. */
    public void publish(Path complete, Path place) throws IOException {
        Files.createDirectories(place.getParent());
        Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a complete file or directory so that a partly deleted one does not look complete. */
    public static void delete(Path complete) throws IOException {
        try (UnfinishedFiles files = in(complete.resolveSibling("").toAbsolutePath())) {
            files.publish(complete, files.path("deleted"));
        }
    }

    /**
     * Deletes what killed processes left behind, except for files of other users. No other process may be creating
     * files in the directory meanwhile; see {@link DirectoryLock}.
     */
    public static void deleteAbandoned(Path parent) throws IOException {
        delete(parent, entry -> true);
    }

    private static void delete(Path parent, Predicate<Path> condition) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .filter(condition)
                    .toList()
                    .forEach(FileTree::deleteIfPossible);
        }
    }

    /** Deletes the directory with all files that were not published. */
    @Override
    public void close() throws IOException {
        FileTree.delete(directory);
    }
}
