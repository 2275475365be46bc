package io.bpfiterator.internal.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Deletes directories with everything below them. Links are deleted and never followed. */
public final class FileTree {

    private static final Path THIS = Path.of(".");
    private static final Path PARENT = Path.of("..");

    private FileTree() {}

    /**
     * Deletes a file, a link, or a directory with everything below it. Does nothing if there is none.
     *
     * <p>An entry that cannot be deleted does not keep the others.
     *
     * @param root whose parent directory is trusted: links on the way to that are followed
     * @throws IOException for the first entry that could not be deleted
     */
    public static void delete(Path root) throws IOException {
        in(root, OpenDirectory::delete);
    }

    /**
     * Deletes a directory of one user with everything below it. Does nothing to one of another user, to a file, or to a
     * link.
     *
     * @param root as for {@link #delete}
     * @throws IOException for the first entry that could not be deleted
     */
    public static void deleteOwned(Path root, UserPrincipal owner) throws IOException {
        in(root, (parent, name) -> parent.deleteOwned(name, owner));
    }

    /** Deletes what {@link #delete} can delete, and leaves the rest. */
    public static void deleteIfPossible(Path root) {
        try {
            delete(root);
        } catch (IOException left) {
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
        if (parent == null || name.equals(THIS) || name.equals(PARENT)) {
            throw new FileSystemException(root.toString(), null, "not the path of an entry in a directory");
        }
        try (OpenDirectory directory = OpenDirectory.at(parent)) {
            deletion.delete(directory, name);
        } catch (NoSuchFileException noParent) {
            return;
        }
    }
}
