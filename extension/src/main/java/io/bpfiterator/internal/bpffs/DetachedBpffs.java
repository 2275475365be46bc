package io.bpfiterator.internal.bpffs;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import java.nio.file.Path;

/**
 * A bpffs that is in no mount table and that only a file descriptor refers to. When the descriptor is closed, even by
 * {@code kill -9}, the kernel frees the bpffs with every pin in it.
 */
final class DetachedBpffs implements Bpffs {

    private static final long NO_FLAGS = 0;

    private final Fd mount;

    private DetachedBpffs(Fd mount) {
        this.mount = mount;
    }

    static DetachedBpffs create() {
        Libc libc = Libc.libc();
        try (Fd context = fd("fsopen", libc.syscall(Libc.SYS_FSOPEN, "bpf", Libc.FSOPEN_CLOEXEC))) {
            check(
                    "fsconfig",
                    libc.syscall(Libc.SYS_FSCONFIG, context.number(), Libc.FSCONFIG_CMD_CREATE, null, null, 0));
            return new DetachedBpffs(
                    fd("fsmount", libc.syscall(Libc.SYS_FSMOUNT, context.number(), Libc.FSMOUNT_CLOEXEC, NO_FLAGS)));
        }
    }

    @Override
    public PinPath directory() {
        String fd = Integer.toString(mount.number());
        String pid = Long.toString(ProcessHandle.current().pid());
        return new PinPath(Path.of("/proc/self/fd", fd), Path.of("/proc", pid, "fd", fd));
    }

    @Override
    public void close() {
        mount.close();
    }

    private static Fd fd(String call, long result) {
        return new Fd(check(call, result), "a temporary bpffs");
    }

    private static int check(String call, long result) {
        return Calls.checkLibc(result, errno -> Failure.failed("Cannot create a detached bpffs")
                .because(call + "(2) failed")
                .remedy("Run with CAP_SYS_ADMIN on Linux 5.2 or newer"));
    }
}
