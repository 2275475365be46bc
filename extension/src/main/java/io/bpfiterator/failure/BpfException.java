// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.failure;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reports a failure of a BPF object, program, map, link, pin or read.
 *
 * <p>{@link #log()} has the whole output of libbpf, the verifier or clang.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class BpfException extends DiagnosedException {

    private static final long serialVersionUID = 1L;

    /** The name of the refused program, or null. */
    private final @Nullable String program;

    /**
     * Creates an exception that is not about a program.
     *
     * @param errno the error number, positive, or negated as libbpf returns it; 0 if no call failed
     * @param log the whole output of the failed call; empty if it printed nothing
     */
    public BpfException(Reason reason, String message, int errno, String log, @Nullable Throwable cause) {
        this(reason, message, errno, log, cause, null);
    }

    /**
     * Creates an exception.
     *
     * @param errno the error number, positive, or negated as libbpf returns it; 0 if no call failed
     * @param log the whole output of the failed call; empty if it printed nothing
     * @param program the name of the program that the kernel refused to load or to attach; null if it is about another
     *     object
     */
    public BpfException(
            Reason reason, String message, int errno, String log, @Nullable Throwable cause, @Nullable String program) {
        super(reason, message, errno, log, cause);
        this.program = program;
    }

    /** Returns the name of the program that the kernel refused to load or to attach; empty for another failure. */
    public Optional<String> program() {
        return Optional.ofNullable(program);
    }
}
