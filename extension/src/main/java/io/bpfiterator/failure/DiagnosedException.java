// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.failure;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reports a failure whose cause is known: what failed, why, and what to do about it.
 *
 * <p>The message has the form {@code What failed: the cause. What to do.} and quotes at most a line of a log.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public abstract class DiagnosedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it failed. */
    private final Reason reason;
    /** What failed, why, and what to do. */
    private final String message;
    /** The error number, or 0. */
    private final int errno;
    /** Output that is too long for the message. */
    private final String log;

    /**
     * Creates an exception.
     *
     * @param errno the error number, positive, or negated as libbpf returns it; 0 if no call failed
     * @param log the whole output of the failed call; empty if it printed nothing
     */
    protected DiagnosedException(Reason reason, String message, int errno, String log, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.message = message;
        this.errno = Math.abs(errno);
        this.log = log;
    }

    /** Returns the message, which is never null. */
    @Override
    public String getMessage() {
        return message;
    }

    /** Returns the kind of cause. */
    public final Reason reason() {
        return reason;
    }

    /** Returns the positive error number of the failed call; empty if no call failed. */
    public final OptionalInt errno() {
        return errno == 0 ? OptionalInt.empty() : OptionalInt.of(errno);
    }

    /** Returns the whole output of libbpf, the verifier or the failed program; empty if it printed nothing. */
    public final String log() {
        return log;
    }

    /**
     * Returns whether this machine, kernel or process lacks something that the test requires. The test itself is not
     * wrong, and the setting {@code bpfiterator.unavailable = skip} skips it.
     *
     * @see Reason#isUnavailable()
     */
    public final boolean isUnavailable() {
        return reason.isUnavailable();
    }
}
