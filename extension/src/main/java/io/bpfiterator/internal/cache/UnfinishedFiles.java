package io.bpfiterator.internal.cache;

import io.bpfiterator.internal.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary directory for files that are moved to their place when they are complete, so that no other thread or
 * process sees an incomplete file, and none has to lock a cache to read it.
 */
public final class UnfinishedFiles implements AutoCloseable {

    private static final String PREFIX = "unfinished-";

    private final Path directory;

    private UnfinishedFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Creates a temporary directory.
     *
     * @param parent its parent directory, which is created if necessary; the places of the files must be on the same
     *     file system, for the moves to be atomic
     */
    public static UnfinishedFiles in(Path parent) throws IOException {
        Files.createDirectories(parent);
        return new UnfinishedFiles(Files.createTempDirectory(parent, PREFIX));
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
        List<Path> abandoned;
        try (Stream<Path> entries = Files.list(parent)) {
            abandoned = entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        for (Path entry : abandoned) {
            FileTree.deleteIfPossible(entry);
        }
    }

    /** Deletes the directory with all files that were not published. */
    @Override
    public void close() throws IOException {
        FileTree.delete(directory);
    }
}
