package io.bpfiterator.bpffs;

import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.process.ProcessDirectories;
import io.bpfiterator.libbpf.Libc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bpffs mounted on a fresh directory that only its owner can enter; unmounted and removed when closed.
 *
 * <p>A JVM that was killed leaves its directory behind; the next one to come here removes it.
 */
final class MountedBpffs implements Bpffs {

    static final String PREFIX = "bpf-iterator-";

    private final Path directory;
    private boolean closed;

    private MountedBpffs(Path directory) {
        this.directory = directory;
    }

    static MountedBpffs create() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        try {
            return mountOn(directories(parent).create());
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for a temporary bpffs can be made in " + parent, e);
        }
    }

    static ProcessDirectories directories(Path parent) {
        return new ProcessDirectories(parent, PREFIX, (directory, owner) -> removeAbandoned(directory));
    }

    private static MountedBpffs mountOn(Path directory) throws IOException {
        int flags = Libc.MS_NOSUID | Libc.MS_NODEV | Libc.MS_NOEXEC;
        if (Libc.libc().mount("bpffs", directory.toString(), "bpf", flags, "mode=0700") != 0) {
            int errno = Native.getLastError();
            Files.delete(directory);
            throw BpfException.unavailable(
                    "No temporary bpffs can be had: mount(2) answered " + Errno.describe(errno)
                            + "; run as root, or with CAP_SYS_ADMIN, or have a bpffs mounted at /sys/fs/bpf (mount -t bpf bpf"
                            + " /sys/fs/bpf)",
                    errno,
                    "");
        }
        return new MountedBpffs(directory);
    }

    /** Removes a directory that is empty or has a bpffs on it; another one was never ours. */
    private static void removeAbandoned(Path directory) throws IOException {
        if (PinPath.isBpffs(directory)) {
            remove(directory);
        } else {
            Files.deleteIfExists(directory);
        }
    }

    /** Unmounts and removes a directory, whether or not something is mounted on it. */
    static void remove(Path directory) throws IOException {
        if (Libc.libc().umount2(directory.toString(), Libc.MNT_DETACH | Libc.UMOUNT_NOFOLLOW) != 0) {
            int errno = Native.getLastError();
            if (!Errno.EINVAL.is(errno)) {
                throw new BpfException(
                        "The temporary bpffs at " + directory + " can't be unmounted: " + Errno.describe(errno), errno);
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
            throw new UncheckedIOException("The directory of a temporary bpffs can't be removed: " + directory, e);
        }
    }
}
