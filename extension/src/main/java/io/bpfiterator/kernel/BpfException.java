package io.bpfiterator.kernel;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Says in one sentence what went wrong with a BPF object, map, link, pin or read, what was found, and what to do.
 *
 * <p>The message holds at most one line of a log; {@link #log()} has all that libbpf and the verifier said.
 */
public final class BpfException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int errno;
    private final String log;
    private final boolean unavailable;

    public BpfException(String message) {
        this(message, 0, "", null, false);
    }

    public BpfException(String message, Throwable cause) {
        this(message, 0, "", cause, false);
    }

    /** Creates an exception for a call that failed with {@code errno}, positive or negated as libbpf returns it. */
    public BpfException(String message, int errno) {
        this(message, errno, "", null, false);
    }

    /** Creates an exception with the log of the failed call; {@code errno} is 0 where no call failed. */
    public BpfException(String message, int errno, String log) {
        this(message, errno, log, null, false);
    }

    private BpfException(String message, int errno, String log, @Nullable Throwable cause, boolean unavailable) {
        super(message, cause);
        this.errno = Math.abs(errno);
        this.log = log;
        this.unavailable = unavailable;
    }

    /** Creates an exception for what the surroundings lack: see {@link #isUnavailable()}. */
    public static BpfException unavailable(String message, Throwable cause) {
        return new BpfException(message, 0, "", cause, true);
    }

    /** Creates an exception for what the surroundings lack, with the failed call's errno and log. */
    public static BpfException unavailable(String message, int errno, String log) {
        return new BpfException(message, errno, log, null, true);
    }

    /** Returns the error number that the kernel or libbpf answered, positive; empty where no call failed. */
    public OptionalInt errno() {
        return errno == 0 ? OptionalInt.empty() : OptionalInt.of(errno);
    }

    /**
     * Tells whether this machine, kernel or process lacks something that iterators need (a privilege, BTF, the iterator
     * target, libbpf, a bpffs): neither the object nor the test is wrong, and elsewhere both may do.
     */
    public boolean isUnavailable() {
        return unavailable;
    }

    /** Returns all that libbpf and the kernel's verifier said during the failed call, or an empty string. */
    public String log() {
        return log;
    }
}
