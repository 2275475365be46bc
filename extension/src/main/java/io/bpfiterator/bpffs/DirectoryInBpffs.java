package io.bpfiterator.bpffs;

import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A fresh directory that only its owner can enter, in the bpffs that the system has mounted; unpinned and removed when closed.
 * {@code CAP_BPF} and {@code CAP_PERFMON} are enough for it.
 *
 * <p>A JVM that was killed leaves its directory behind; the next one to come here sweeps it.
 */
final class DirectoryInBpffs implements Bpffs {

    static final Path PARENT = Path.of("/sys/fs/bpf");

    private static final String OWNER_ONLY = "rwx------";

    private final Path directory;
    private boolean closed;

    private DirectoryInBpffs(Path directory) {
        this.directory = directory;
    }

    static DirectoryInBpffs create(Path parent) {
        if (!Files.isDirectory(parent) || !PinPath.isBpffs(parent)) {
            throw new BpfException("No bpffs is mounted at " + parent + "; mount it: mount -t bpf bpf " + parent);
        }
        try {
            sweep(parent);
            return new DirectoryInBpffs(Files.createTempDirectory(
                    parent,
                    MountOwner.current().prefix(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))));
        } catch (IOException e) {
            throw new BpfException("No directory can be made in the bpffs at " + parent + ": " + e.getMessage(), e);
        }
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, AbandonedMounts::isAbandoned)) {
            for (Path directory : directories) {
                sweepOne(directory);
            }
        }
    }

    /** Another process may be sweeping too, and it may not be ours to remove: neither is worth a failed test. */
    private static void sweepOne(Path directory) {
        try {
            remove(directory);
        } catch (IOException leftAlone) {
            return;
        }
    }

    /** Removes a directory with all that is pinned in it. */
    private static void remove(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    remove(entry);
                } else {
                    Files.deleteIfExists(entry);
                }
            }
        }
        Files.deleteIfExists(directory);
    }

    @Override
    public PinPath directory() {
        return new PinPath(directory, directory);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            remove(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary directory in a bpffs can't be removed: " + directory, e);
        }
    }
}
