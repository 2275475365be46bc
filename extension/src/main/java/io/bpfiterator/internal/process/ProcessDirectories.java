// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.files.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Creates directories whose names identify the process that owns them, and removes the directories of processes that
 * have ended without removing them.
 *
 * <p>The parent directory may be writable for all users, so a name proves nothing. Only directories of this user are
 * removed, and a directory that cannot be removed is ignored.
 *
 * @param parent the directory that contains them
 * @param prefix the prefix of their names
 * @param removal removes an abandoned directory
 */
public record ProcessDirectories(Path parent, String prefix, Removal removal) {

    /** The permissions of a directory that only its owner can enter: 0700. */
    public static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * The minimum age of a directory of another boot that is removed, because another machine may share the file
     * system.
     */
    private static final Duration OTHER_BOOT_LIMIT = Duration.ofDays(1);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SUFFIXES = 1L << 40;
    private static final int SUFFIX_DIGITS = 8;

    /** Removes an abandoned directory. */
    @FunctionalInterface
    public interface Removal {

        /**
         * Removes a directory if it belongs to {@code owner}.
         *
         * @param owner the current user, as the file system shows it
         */
        void remove(Path directory, UserPrincipal owner) throws IOException;
    }

    /** Describes directories that are removed together with the files in them. */
    public static ProcessDirectories ofFiles(Path parent, String prefix) {
        return new ProcessDirectories(parent, prefix, FileTree::deleteOwned);
    }

    /**
     * Returns the maximum length in bytes of the paths that {@link #create} returns in any process: what depends on it
     * must not depend on the length of a process id.
     */
    public int pathLength() {
        return parent.resolve(prefix).toString().getBytes(StandardCharsets.UTF_8).length
                + ProcessIdentity.MAX_TEXT_BYTES
                + 1
                + SUFFIX_DIGITS;
    }

    /** Creates a directory for this process that only its owner can enter, and removes abandoned directories. */
    public Path create() throws IOException {
        Path created = createUnused();
        removeAbandoned(Files.getOwner(created, LinkOption.NOFOLLOW_LINKS));
        return created;
    }

    private Path createUnused() throws IOException {
        String name = prefixOf(ProcessIdentity.current());
        while (true) {
            String suffix = Long.toString(RANDOM.nextLong(SUFFIXES), Character.MAX_RADIX);
            try {
                return Files.createDirectory(parent.resolve(name + suffix), OWNER_ONLY);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
    }

    /** Returns the prefix of the names of a process's directories. */
    String prefixOf(ProcessIdentity process) {
        return prefix + process.text() + "-";
    }

    private Optional<ProcessIdentity> processOf(Path directory) {
        String name = directory.getFileName().toString();
        int end = name.lastIndexOf('-');
        return name.startsWith(prefix) && end >= prefix.length()
                ? ProcessIdentity.parse(name.substring(prefix.length(), end))
                : Optional.empty();
    }

    /** Removes abandoned directories, if the parent directory belongs to this user. */
    public void removeAbandoned() {
        if (CurrentUser.hasPrivate(parent)) {
            try {
                removeAbandoned(Files.getOwner(parent, LinkOption.NOFOLLOW_LINKS));
            } catch (IOException removed) {
                return;
            }
        }
    }

    /** Ignores errors, because other users' entries in the parent directory must not make a run fail. */
    private void removeAbandoned(UserPrincipal user) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            entries.forEach(entry -> removeIfAbandoned(entry, user));
        } catch (IOException | DirectoryIteratorException notListable) {
            return;
        }
    }

    private void removeIfAbandoned(Path entry, UserPrincipal user) {
        try {
            if (isAbandoned(entry, user)) {
                removal.remove(entry, user);
            }
        } catch (IOException | BpfException notRemovable) {
            return;
        }
    }

    private boolean isAbandoned(Path entry, UserPrincipal user) throws IOException {
        Optional<ProcessIdentity> process = processOf(entry);
        if (process.isEmpty()) {
            return false;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory()
                && attributes.owner().equals(user)
                && (process.get().hasEnded()
                        || !process.get().isOfThisBoot()
                                && attributes
                                        .lastModifiedTime()
                                        .toInstant()
                                        .isBefore(Instant.now().minus(OTHER_BOOT_LIMIT)));
    }
}
