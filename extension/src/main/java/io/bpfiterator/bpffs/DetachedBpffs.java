package io.bpfiterator.bpffs;

import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import java.nio.file.Path;

/**
 * A bpffs that hangs on one file descriptor and stands in nobody's mount table: the kernel frees it, with every pin in
 * it, when the descriptor is closed, also by {@code kill -9}.
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
        return new Fd((int) check(call, result), "a temporary bpffs");
    }

    private static long check(String call, long result) {
        if (result < 0) {
            int errno = Native.getLastError();
            throw new BpfException(
                    "A detached bpffs can't be made: " + call + " answered " + Errno.describe(errno)
                            + "; it needs CAP_SYS_ADMIN and Linux 5.2",
                    errno);
        }
        return result;
    }
}
