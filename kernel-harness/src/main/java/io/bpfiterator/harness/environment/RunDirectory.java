package io.bpfiterator.harness.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory that lives as long as an environment, for this user alone. Its name says which process created it, and
 * creating one removes those of this user's processes that were killed.
 *
 * @param path absolute, and short enough for unix sockets in it, as far as the places allow ({@link RunDirectoryParents})
 */
public record RunDirectory(Path path) implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(RunDirectory.class.getName());
    private static final String PREFIX = "bpf-iterator-run-";

    /**
     * Creates a directory.
     *
     * @throws EnvironmentException if there is no place for it
     */
    public static RunDirectory create() {
        return create(RunDirectoryParents.ofThisUser());
    }

    static RunDirectory create(RunDirectoryParents places) {
        Path parent = places.choose();
        try {
            return new RunDirectory(in(parent).create());
        } catch (IOException e) {
            throw new EnvironmentException(
                    "Cannot create a directory for a run in " + parent + ": " + e
                            + ". Make room there, or name another directory with -Djava.io.tmpdir=DIRECTORY.",
                    e);
        }
    }

    /** Describes the run directories of a place. */
    static ProcessDirectories in(Path parent) {
        return ProcessDirectories.ofFiles(parent, PREFIX);
    }

    /** Removes the directory. What cannot be removed is left, with a warning: the results are whole without that. */
    @Override
    public void close() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    () -> "Cannot remove the run's directory " + path + ": " + e + ". Remove it by hand.");
        }
    }
}
