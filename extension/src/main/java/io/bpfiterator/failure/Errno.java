// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.failure;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Names the error numbers that BPF system calls and bpffs return.
 *
 * <p>The numbers are those of {@code asm-generic/errno.h}, which x86-64 and aarch64 share.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public enum Errno {
    EPERM(1, "operation not permitted"),
    ENOENT(2, "no such file or directory"),
    ESRCH(3, "no such process"),
    EINTR(4, "interrupted system call"),
    EIO(5, "input/output error"),
    E2BIG(7, "argument list too long"),
    EBADF(9, "bad file descriptor"),
    EAGAIN(11, "resource temporarily unavailable"),
    ENOMEM(12, "cannot allocate memory"),
    EACCES(13, "permission denied"),
    EFAULT(14, "bad address"),
    EBUSY(16, "device or resource busy"),
    EEXIST(17, "file exists"),
    ENODEV(19, "no such device"),
    ENOTDIR(20, "not a directory"),
    EISDIR(21, "is a directory"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "too many open files in system"),
    EMFILE(24, "too many open files"),
    ENOSPC(28, "no space left on device"),
    EROFS(30, "read-only file system"),
    EPIPE(32, "broken pipe"),
    ERANGE(34, "numerical result out of range"),
    ENAMETOOLONG(36, "file name too long"),
    ENOSYS(38, "function not implemented"),
    ENOTSOCK(88, "socket operation on non-socket"),
    ENOPROTOOPT(92, "protocol not available"),
    EOPNOTSUPP(95, "operation not supported"),
    ENOTCONN(107, "socket is not connected"),
    /** The kernel-internal ENOTSUPP, which BPF code returns and no C library knows. */
    ENOTSUPP(524, "operation not supported");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** Returns the number, always positive. */
    public int number() {
        return number;
    }

    /** Returns whether {@code errno}, positive or negated as libbpf returns it, is this error. */
    public boolean is(int errno) {
        return Math.abs(errno) == number;
    }

    /** Returns the name of an error number, {@code "EPERM"}; {@code "errno 123"} if this enum does not have it. */
    public static String name(int errno) {
        return known(errno).map(Errno::name).orElseGet(() -> "errno " + Math.abs(errno));
    }

    /**
     * Returns the description of an error number, positive or negated: {@code "operation not permitted (EPERM)"};
     * {@code "errno 123"} if this enum does not have it.
     */
    public static String describe(int errno) {
        return known(errno).map(known -> known.text + " (" + known.name() + ")").orElseGet(() -> name(errno));
    }

    private static Optional<Errno> known(int errno) {
        return Arrays.stream(values()).filter(known -> known.is(errno)).findFirst();
    }
}
