// SPDX-License-Identifier: Apache-2.0
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
 * An open directory. Its entries are accessed relative to its descriptor instead of by path, and links are not
 * followed. So another process cannot redirect a deletion by replacing a directory with a link.
 */
final class OpenDirectory implements Closeable {

    private final Path path;
    private final SecureDirectoryStream<Path> stream;

    private OpenDirectory(Path path, DirectoryStream<Path> stream) throws IOException {
        if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
            stream.close();
            throw new FileSystemException(path.toString(), null, "Its file system has no SecureDirectoryStream");
        }
        this.path = path;
        this.stream = secure;
    }

    /** Opens a trusted directory: links in its path are followed. */
    static OpenDirectory at(Path path) throws IOException {
        return new OpenDirectory(path, Files.newDirectoryStream(path));
    }

    /** Opens a directory in this one. Fails if the entry is a link. */
    OpenDirectory open(Path name) throws IOException {
        return new OpenDirectory(path.resolve(name), stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    }

    /** Returns the names of all entries. May be called only once. */
    List<Path> names() throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            stream.forEach(entry -> names.add(entry.getFileName()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** Returns the owner of this directory. */
    UserPrincipal owner() throws IOException {
        return stream.getFileAttributeView(PosixFileAttributeView.class).getOwner();
    }

    /** Returns the attributes of an entry, without following a link. */
    PosixFileAttributes attributes(Path name) throws IOException {
        return stream.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** Deletes an entry recursively, as far as possible. Does nothing if it does not exist. */
    void delete(Path name) throws IOException {
        try {
            if (attributes(name).isDirectory()) {
                deleteDirectory(name);
            } else {
                stream.deleteFile(name);
            }
        } catch (NoSuchFileException deletedConcurrently) {
            return;
        } catch (FileSystemException e) {
            throw withPath(name, e);
        }
    }

    /** Deletes an entry as {@link #delete} does, if it is a directory that belongs to {@code owner}. */
    void deleteOwned(Path name, UserPrincipal owner) throws IOException {
        try {
            // Checked before opening, because opening a named pipe would block until it has a writer.
            if (attributes(name).isDirectory()) {
                deleteOwnedDirectory(name, owner);
            }
        } catch (NoSuchFileException deletedConcurrently) {
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

    /** Deletes a directory that cannot be opened only if it is empty. */
    private void deleteDirectory(Path name) throws IOException {
        IOException failure;
        try (OpenDirectory directory = open(name)) {
            failure = directory.deleteEntries();
        } catch (IOException e) {
            failure = e;
        }
        deleteEmptied(name, failure);
    }

    /** Deletes as many entries as possible, and returns the first failure. */
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

    /** @param failure the failure that may have left entries in the directory */
    private void deleteEmptied(Path name, @Nullable IOException failure) throws IOException {
        try {
            stream.deleteDirectory(name);
        } catch (IOException e) {
            throw failure == null ? e : failure;
        }
    }

    /** Completes the path in the exception: for an entry of an open directory, the JDK reports only its name. */
    private FileSystemException withPath(Path name, FileSystemException e) {
        Path file = path.resolve(name);
        if (e.getFile() != null && e.getFile().startsWith(file.toString())) {
            return e;
        }
        String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        FileSystemException complete = new FileSystemException(file.toString(), null, reason);
        complete.initCause(e);
        return complete;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
