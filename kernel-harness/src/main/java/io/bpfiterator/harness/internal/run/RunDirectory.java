// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Holds a temporary directory of a run, which only this user can access. Its name identifies the process that created
 * it, and creating one removes those of this user's processes that were killed, also in the other
 * directories that {@link RunDirectoryParents} chooses from.
 *
 * @param path the absolute path, short enough for Unix sockets in it where {@link RunDirectoryParents} allows that
 */
public record RunDirectory(Path path) implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(RunDirectory.class.getName());
    private static final String PREFIX = "bpf-iterator-run-";

    /**
     * Creates a directory.
     *
     * @throws EnvironmentException if it cannot be created
     */
    public static RunDirectory create() {
        return create(RunDirectoryParents.ofThisUser());
    }

    static RunDirectory create(RunDirectoryParents parents) {
        Path parent = parents.choose();
        parents.privateOnes().forEach(other -> in(other).removeAbandoned());
        try {
            return new RunDirectory(in(parent).create());
        } catch (IOException e) {
            throw Failure.failed("Cannot create a directory for a run in " + parent)
                    .because(e)
                    .remedy("Free space there, or choose another directory with -Djava.io.tmpdir=DIRECTORY")
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns the run directories in {@code parent}. */
    static ProcessDirectories in(Path parent) {
        return ProcessDirectories.ofFiles(parent, PREFIX);
    }

    /** Removes the directory. Only logs a warning if that fails, since the results do not depend on it. */
    @Override
    public void close() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    () -> "Cannot remove the run's directory " + path + ": " + CauseText.of(e)
                            + ". Remove it manually.");
        }
    }
}
