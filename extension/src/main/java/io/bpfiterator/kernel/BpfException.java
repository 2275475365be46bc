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

    public BpfException(String message) {
        this(message, 0, "", null);
    }

    public BpfException(String message, Throwable cause) {
        this(message, 0, "", cause);
    }

    /** Creates an exception for a call that failed with {@code errno}, positive or negated as libbpf returns it. */
    public BpfException(String message, int errno) {
        this(message, errno, "", null);
    }

    /** Creates an exception with the log of the failed call; {@code errno} is 0 where no call failed. */
    public BpfException(String message, int errno, String log) {
        this(message, errno, log, null);
    }

    private BpfException(String message, int errno, String log, @Nullable Throwable cause) {
        super(message, cause);
        this.errno = Math.abs(errno);
        this.log = log;
    }

    /** Returns the error number that the kernel or libbpf answered, positive; empty where no call failed. */
    public OptionalInt errno() {
        return errno == 0 ? OptionalInt.empty() : OptionalInt.of(errno);
    }

    /** Returns all that libbpf and the kernel's verifier said during the failed call, or an empty string. */
    public String log() {
        return log;
    }
}
