// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import java.nio.file.Path;

/** A mounted file system that is in no mount table and that only a file descriptor refers to. */
public final class DetachedMount implements AutoCloseable {

    private static final long NO_FLAGS = 0;

    private final Fd mount;

    private DetachedMount(Fd mount) {
        this.mount = mount;
    }

    /**
     * Mounts a file system, such as {@code bpf}.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses
     */
    public static DetachedMount of(String type) {
        Libc libc = Libc.libc();
        try (Fd context = fd(type, "fsopen", libc.syscall(Libc.SYS_FSOPEN, type, Libc.FSOPEN_CLOEXEC))) {
            check(
                    type,
                    "fsconfig",
                    libc.syscall(Libc.SYS_FSCONFIG, context.number(), Libc.FSCONFIG_CMD_CREATE, null, null, 0));
            return new DetachedMount(fd(
                    type, "fsmount", libc.syscall(Libc.SYS_FSMOUNT, context.number(), Libc.FSMOUNT_CLOEXEC, NO_FLAGS)));
        }
    }

    /** Opens a file system that is mounted on a directory, so that it exists after it has been unmounted there. */
    static DetachedMount opened(String type, Path mountPoint) {
        int number = Calls.checkLibc(
                Libc.libc().open(mountPoint.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC), "open " + mountPoint);
        return new DetachedMount(new Fd(number, name(type)));
    }

    private static String name(String type) {
        return "a temporary " + type + " file system";
    }

    private static Fd fd(String type, String call, long result) {
        return new Fd(check(type, call, result), name(type));
    }

    private static int check(String type, String call, long result) {
        return Calls.checkLibc(result, errno -> Failure.failed("Cannot create a detached mount of type " + type)
                .because(call + "(2) failed")
                .remedy("Run with CAP_SYS_ADMIN on Linux 5.2 or newer"));
    }

    /** Returns the root for this process. */
    public Path path() {
        return Path.of("/proc/self/fd", Integer.toString(mount.number()));
    }

    /** Returns the root for other processes. */
    Path sharedPath() {
        return Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd", Integer.toString(mount.number()));
    }

    @Override
    public void close() {
        mount.close();
    }
}
