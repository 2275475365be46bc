// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Deletes directories recursively. Links are deleted and never followed. */
public final class FileTree {

    private static final Path CURRENT_DIRECTORY = Path.of(".");
    private static final Path PARENT_DIRECTORY = Path.of("..");

    private FileTree() {}

    /**
     * Deletes a file, a link, or a directory recursively. Does nothing if it does not exist. An entry that cannot be
     * deleted does not prevent the deletion of others.
     *
     * @param root an entry of a trusted directory: links in the path of its parent are followed
     * @throws IOException for the first entry that could not be deleted
     */
    public static void delete(Path root) throws IOException {
        in(root, OpenDirectory::delete);
    }

    /**
     * Deletes a directory recursively if it belongs to {@code owner}. Does nothing to a directory of another user, to a
     * file or to a link.
     *
     * @param root as for {@link #delete}
     * @throws IOException for the first entry that could not be deleted
     */
    public static void deleteOwned(Path root, UserPrincipal owner) throws IOException {
        in(root, (parent, name) -> parent.deleteOwned(name, owner));
    }

    /** Deletes as much as {@link #delete} does, and ignores failures. */
    public static void deleteIfPossible(Path root) {
        try {
            delete(root);
        } catch (IOException notDeletable) {
            return;
        }
    }

    @FunctionalInterface
    private interface Deletion {
        void delete(OpenDirectory parent, Path name) throws IOException;
    }

    private static void in(Path root, Deletion deletion) throws IOException {
        Path absolute = root.toAbsolutePath();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name.equals(CURRENT_DIRECTORY) || name.equals(PARENT_DIRECTORY)) {
            throw new FileSystemException(root.toString(), null, "Not the path of an entry in a directory");
        }
        try (OpenDirectory directory = OpenDirectory.at(parent)) {
            deletion.delete(directory, name);
        } catch (NoSuchFileException noParent) {
            return;
        }
    }
}
