// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Explains an error number that is about this process or machine, whatever the call was. */
public final class OutOfResources {

    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final String FILTERED = "Seccomp:\t2";

    private OutOfResources() {}

    /**
     * Returns the failure of a call that this process or machine lacks something for; empty if the error number does
     * not tell that.
     *
     * @param what what failed, such as {@code "Cannot load task.bpf.o"}
     */
    public static Optional<Failure> explain(String what, int errno) {
        return explain(what, errno, isFiltered());
    }

    static Optional<Failure> explain(String what, int errno, boolean filtered) {
        if (!cause(errno).isEmpty()) {
            return Optional.of(complete(Failure.failed(what), errno));
        } else if (Errno.ENOSPC.is(errno)) {
            return Optional.of(fullDisk(what).remedy("Free space on it"));
        } else if (Errno.ENOSYS.is(errno)) {
            Failure failure = Failure.absent(what).errno(errno);
            return Optional.of(
                    filtered
                            ? filtered(failure)
                            : failure.because("the running kernel does not have the system call")
                                    .remedy("Use a kernel built with CONFIG_BPF_SYSCALL=y"));
        }
        return Optional.empty();
    }

    /**
     * Adds the error number to a failure. If the number means the same after every call, it also replaces the cause and
     * the remedy, which the caller has written for the errors that are specific to the call.
     */
    public static Failure complete(Failure failure, int errno) {
        String cause = cause(errno);
        failure.errno(errno);
        return cause.isEmpty() ? failure : failure.because(cause).remedy(remedy(errno));
    }

    /** Returns whether an error number means, after every call, that something is temporarily missing. */
    public static boolean isShortage(int errno) {
        return !cause(errno).isEmpty();
    }

    /** Returns the cause of an error number that means the same after every call; empty for another number. */
    private static String cause(int errno) {
        if (Errno.EMFILE.is(errno)) {
            return "this process has as many open files as it may have";
        } else if (Errno.ENFILE.is(errno)) {
            return "this machine has as many open files as it may have";
        } else if (Errno.ENOMEM.is(errno)) {
            return "the kernel has no memory for it";
        }
        return Errno.EINTR.is(errno) ? "a signal interrupted the call" : "";
    }

    /** Returns what to do about an error number of which no more is known; empty if nothing helps in general. */
    public static String remedy(int errno) {
        if (Errno.EMFILE.is(errno)) {
            return "Close what the tests open, or raise the limit with ulimit -n";
        } else if (Errno.ENFILE.is(errno)) {
            return "End other processes, or raise the limit with sysctl fs.file-max";
        } else if (Errno.ENOMEM.is(errno)) {
            return "Use smaller maps, or raise the memory limit of the container or service. Before Linux 5.11, raise"
                    + " the limit of locked memory with ulimit -l unlimited";
        } else if (Errno.EINTR.is(errno)) {
            return "Run the test again. If it fails again, stop the profiler or debugger that sends signals to this"
                    + " process";
        } else if (Errno.EAGAIN.is(errno)) {
            return "Run the test again. If it fails again, raise the limits of this user (ulimit -a)";
        } else if (Errno.E2BIG.is(errno)) {
            return "Use fewer or smaller elements and options, or a newer kernel, which may know more options";
        } else if (Errno.ENOSPC.is(errno)) {
            return "Free space on the disk, or remove what other tests keep in the kernel";
        } else if (Errno.EPERM.is(errno) || Errno.EACCES.is(errno)) {
            return "Run as root, or with the capability that the call requires";
        }
        return "";
    }

    /** Returns the failure of what requires space on a full disk, without a remedy. */
    public static Failure fullDisk(String what) {
        return Failure.failed(what).because("the disk is full").errno(Errno.ENOSPC.number());
    }

    /** Adds cause and remedy to the failure of a call that a filter forbids. */
    public static Failure filtered(Failure failure) {
        return failure.reason(Reason.NOT_PERMITTED)
                .because("the seccomp filter of this process forbids the system call")
                .remedy(WITHOUT_FILTER);
    }

    /** What to do if a filter forbids a call. */
    public static final String WITHOUT_FILTER = "Allow bpf(2) to the container or service, in Docker and podman with"
            + " --security-opt seccomp=unconfined";

    /** Returns whether a seccomp filter decides which system calls this process may use. */
    public static boolean isFiltered() {
        try {
            return Files.readString(STATUS, StandardCharsets.ISO_8859_1).contains(FILTERED);
        } catch (IOException e) {
            return false;
        }
    }
}
