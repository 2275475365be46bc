package io.bpfiterator.internal.bpffs;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bpffs that is mounted on a new directory, which only its owner can enter. Closing it unmounts it and removes the
 * directory.
 *
 * <p>A killed JVM leaves its directory behind; the next JVM that creates one removes it.
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
            throw new UncheckedIOException("Cannot create a directory for a temporary bpffs in " + parent + ".", e);
        }
    }

    static ProcessDirectories directories(Path parent) {
        return new ProcessDirectories(parent, PREFIX, (directory, owner) -> removeAbandoned(directory));
    }

    private static MountedBpffs mountOn(Path directory) throws IOException {
        int flags = Libc.MS_NOSUID | Libc.MS_NODEV | Libc.MS_NOEXEC;
        int errno = Calls.errnoOfLibc(Libc.libc().mount("bpffs", directory.toString(), "bpf", flags, "mode=0700"));
        if (errno != 0) {
            Files.delete(directory);
            Failure failure = Failure.of(reason(errno), "Cannot create a temporary bpffs")
                    .because("mount(2) failed")
                    .remedy("Run as root or with CAP_SYS_ADMIN, or mount a bpffs at /sys/fs/bpf (mount -t bpf bpf"
                            + " /sys/fs/bpf)");
            throw OutOfResources.complete(failure, errno).exception();
        }
        return new MountedBpffs(directory);
    }

    /** ENODEV means that the kernel does not have the file system. */
    private static Reason reason(int errno) {
        if (Errno.EPERM.is(errno) || Errno.EACCES.is(errno)) {
            return Reason.NOT_PERMITTED;
        }
        return Errno.ENODEV.is(errno) ? Reason.ABSENT : Reason.REFUSED;
    }

    /** Removes a directory if it is empty or a bpffs; another directory was not created by this class. */
    private static void removeAbandoned(Path directory) throws IOException {
        if (PinPath.isBpffs(directory)) {
            remove(directory);
        } else {
            Files.deleteIfExists(directory);
        }
    }

    /** Unmounts and removes a directory, whether or not something is mounted on it. */
    static void remove(Path directory) throws IOException {
        int errno =
                Calls.errnoOfLibc(Libc.libc().umount2(directory.toString(), Libc.MNT_DETACH | Libc.UMOUNT_NOFOLLOW));
        if (errno != 0 && !Errno.EINVAL.is(errno)) { // EINVAL: nothing is mounted there
            throw Failure.failed("Cannot unmount the temporary bpffs at " + directory)
                    .errno(errno)
                    .exception();
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
            throw new UncheckedIOException(
                    "Cannot remove the directory of the temporary bpffs at " + directory + ".", e);
        }
    }
}
