// SPDX-License-Identifier: Apache-2.0
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
 * Creates a bpffs with {@code mount(2)}, for processes that may not call {@code fsopen(2)}: mounts it on a new
 * directory that only its owner can enter, opens it, and unmounts it at once. From then on it is detached: closing its
 * descriptor frees it.
 *
 * <p>A JVM that is killed while it is mounted leaves the mount and its directory behind; the next JVM that creates one
 * removes them.
 */
final class MountedBpffs {

    static final String PREFIX = "bpf-iterator-";

    private MountedBpffs() {}

    static DetachedBpffs detached() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        try {
            Path directory = directories(parent).create();
            mountOn(directory);
            return detached(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a directory for a temporary bpffs in " + parent + ".", e);
        }
    }

    private static DetachedBpffs detached(Path directory) throws IOException {
        DetachedBpffs opened;
        try {
            opened = DetachedBpffs.opened(directory);
        } catch (RuntimeException | Error e) {
            remove(directory);
            throw e;
        }
        try {
            remove(directory);
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    static ProcessDirectories directories(Path parent) {
        return new ProcessDirectories(parent, PREFIX, (directory, owner) -> removeAbandoned(directory));
    }

    private static void mountOn(Path directory) throws IOException {
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
}
