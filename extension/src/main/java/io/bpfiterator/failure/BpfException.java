package io.bpfiterator.failure;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

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

    /**
     * Creates an exception.
     *
     * @param errno the error number, positive, or negated as libbpf returns it; 0 if no call failed
     * @param log the whole output of the failed call; empty if it printed nothing
     */
    public BpfException(Reason reason, String message, int errno, String log, @Nullable Throwable cause) {
        super(reason, message, errno, log, cause);
    }
}
