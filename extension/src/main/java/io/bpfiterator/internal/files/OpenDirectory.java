package io.bpfiterator.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open directory. Its entries are reached relative to it, never through its path, and links are not followed: a
 * directory that another process replaces by a link meanwhile leads nowhere else.
 */
final class OpenDirectory implements Closeable {

    private final Path path;
    private final SecureDirectoryStream<Path> stream;

    private OpenDirectory(Path path, DirectoryStream<Path> stream) throws IOException {
        if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
            stream.close();
            throw new FileSystemException(path.toString(), null, "this Java opens no entries relative to a directory");
        }
        this.path = path;
        this.stream = secure;
    }

    /** Opens a directory that is trusted: links on the way to it are followed. */
    static OpenDirectory at(Path path) throws IOException {
        return new OpenDirectory(path, Files.newDirectoryStream(path));
    }

    /** Opens a directory in this one. Fails if the entry is a link. */
    OpenDirectory open(Path name) throws IOException {
        return new OpenDirectory(path.resolve(name), stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    }

    /** Returns the names of all entries. May be called once. */
    List<Path> names() throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            stream.forEach(entry -> names.add(entry.getFileName()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** Returns the user that this directory belongs to. */
    UserPrincipal owner() throws IOException {
        return stream.getFileAttributeView(PosixFileAttributeView.class).getOwner();
    }

    /** Returns the attributes of an entry; of a link, its own. */
    PosixFileAttributes attributes(Path name) throws IOException {
        return stream.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** Deletes an entry with everything below it, as far as possible; does nothing if there is none. */
    void delete(Path name) throws IOException {
        try {
            if (attributes(name).isDirectory()) {
                deleteDirectory(name);
            } else {
                stream.deleteFile(name);
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            return;
        } catch (FileSystemException e) {
            throw withPath(name, e);
        }
    }

    /** Deletes an entry as {@link #delete} does, if it is a directory that belongs to a user. */
    void deleteOwned(Path name, UserPrincipal owner) throws IOException {
        try {
            // Asked first, since to open a named pipe would wait for its writer.
            if (attributes(name).isDirectory()) {
                deleteOwnedDirectory(name, owner);
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            return;
        } catch (FileSystemException e) {
            throw withPath(name, e);
        }
    }

    private void deleteOwnedDirectory(Path name, UserPrincipal owner) throws IOException {
        IOException failure;
        try (OpenDirectory directory = open(name)) {
            if (!directory.owner().equals(owner)) {
                return;
            }
            failure = directory.deleteEntries();
        }
        deleteEmptied(name, failure);
    }

    /** Deletes also a directory that cannot be opened, if it is empty. */
    private void deleteDirectory(Path name) throws IOException {
        IOException failure;
        try (OpenDirectory directory = open(name)) {
            failure = directory.deleteEntries();
        } catch (IOException e) {
            failure = e;
        }
        deleteEmptied(name, failure);
    }

    /** Deletes all entries that can be deleted, and returns the first failure. */
    private @Nullable IOException deleteEntries() throws IOException {
        IOException failure = null;
        for (Path entry : names()) {
            try {
                delete(entry);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        return failure;
    }

    /** @param failure why a directory that turns out not to be empty is not */
    private void deleteEmptied(Path name, @Nullable IOException failure) throws IOException {
        try {
            stream.deleteDirectory(name);
        } catch (IOException e) {
            throw failure == null ? e : failure;
        }
    }

    /** The JDK reports a name that was reached relative to a directory without the path before it. */
    private FileSystemException withPath(Path name, FileSystemException e) {
        Path file = path.resolve(name);
        if (e.getFile() != null && e.getFile().startsWith(file.toString())) {
            return e;
        }
        String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        FileSystemException whole = new FileSystemException(file.toString(), null, reason);
        whole.initCause(e);
        return whole;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
