// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;

/** Opens descriptors that refer to processes. */
public final class ProcessFd {

    private static final long NO_FLAGS = 0;

    private ProcessFd() {}

    /**
     * Calls {@code pidfd_open(2)}.
     *
     * @param what what fails without the descriptor, for messages
     * @param remedy what to do if the id is that of a thread
     */
    public static Fd open(long pid, String what, String remedy) {
        int fd = Calls.checkLibc(
                Libc.libc().syscall(Libc.SYS_PIDFD_OPEN, (int) pid, NO_FLAGS), errno -> failure(what, remedy, errno));
        return new Fd(fd, "the pidfd of process " + pid);
    }

    /** For the id of a thread, the errno is EINVAL or, on newer kernels, ENOENT. */
    private static Failure failure(String what, String remedy, int errno) {
        return Errno.ESRCH.is(errno) || Errno.EINVAL.is(errno) || Errno.ENOENT.is(errno)
                ? Failure.notFound(what)
                        .because("either the process has ended, or the id is that of a thread")
                        .remedy(remedy)
                : Failure.failed(what);
    }
}
