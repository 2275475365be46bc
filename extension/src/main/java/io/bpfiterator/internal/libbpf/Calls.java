// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.OutOfResources;
import org.jspecify.annotations.Nullable;

/**
 * Checks the results of native calls and throws a {@link io.bpfiterator.failure.BpfException} for a call that failed.
 *
 * <p>A function of libbpf that returns an {@code int} returns a negated errno on failure. Functions of the C library
 * return -1, and functions of both that return a pointer return null; these leave the errno in JNA's last error, which
 * the thread's next native call overwrites. Pass their results to this class before anything else.
 *
 * <p>Each check exists in two forms. The first has the message {@code Cannot ACTION: the errno's description (ERRNO).};
 * its action begins with a verb, as in {@code "pin iterator dump_task at /sys/fs/bpf/tasks"}. The second asks for a
 * {@link Failure} only if the call failed, for a message with a cause or a remedy of its own. Errors that mean the same
 * after every call, such as EMFILE, keep their own cause and remedy in both forms.
 */
public final class Calls {

    /** Describes a failed call. */
    public interface Diagnosis {

        /**
         * Returns the failure.
         *
         * @param errno the positive error number, which {@link Calls} adds to the failure
         */
        Failure of(int errno);
    }

    private Calls() {}

    /** Returns the result of a libbpf function; it is never negative. */
    public static int checkLibbpf(int result, String action) {
        return checkLibbpf(result, errno -> cannot(action, errno));
    }

    /** Returns the result of a libbpf function; it is never negative. */
    public static int checkLibbpf(int result, Diagnosis diagnosis) {
        if (result < 0) {
            throw failure(-result, errno -> withFilter(diagnosis.of(errno), errno));
        }
        return result;
    }

    /** Returns the result of a C library function or a system call, 0 or a file descriptor. */
    public static int checkLibc(long result, String action) {
        return checkLibc(result, errno -> cannot(action, errno));
    }

    /** Returns the result of a C library function or a system call, 0 or a file descriptor. */
    public static int checkLibc(long result, Diagnosis diagnosis) {
        if (result == -1) {
            throw failure(Native.getLastError(), diagnosis);
        }
        return Math.toIntExact(result);
    }

    /** Returns the result of a function of libbpf or the C library that returns a pointer; it is never null. */
    public static Pointer checkPointer(@Nullable Pointer result, String action) {
        return checkPointer(result, errno -> cannot(action, errno));
    }

    /** Returns the result of a function of libbpf or the C library that returns a pointer; it is never null. */
    public static Pointer checkPointer(@Nullable Pointer result, Diagnosis diagnosis) {
        if (result == null) {
            throw failure(Native.getLastError(), diagnosis);
        }
        return result;
    }

    /**
     * Returns the positive error number of a C library function or a system call, for callers that accept some errors;
     * 0 if the call succeeded.
     */
    public static int errnoOfLibc(long result) {
        return result == -1 ? Native.getLastError() : 0;
    }

    private static Failure cannot(String action, int errno) {
        String what = "Cannot " + action;
        return Errno.ENOSYS.is(errno) ? OutOfResources.explain(what, errno).orElseThrow() : Failure.failed(what);
    }

    /** Replaces the cause, which the kernel has not seen, if a filter has refused {@code bpf(2)}. */
    private static Failure withFilter(Failure failure, int errno) {
        return SeccompFilter.forbidsBpf(errno) ? OutOfResources.filtered(failure) : failure;
    }

    private static RuntimeException failure(int errno, Diagnosis diagnosis) {
        return OutOfResources.complete(diagnosis.of(errno), errno).exception();
    }
}
