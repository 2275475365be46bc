// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.failure.Reason;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Reports a failure of the harness: of a container engine, QEMU, a kernel, the agent or the report. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class EnvironmentException extends DiagnosedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param errno the error number, positive or negated; 0 if no call failed
     * @param log all output of the failed program; empty if it printed nothing
     */
    public EnvironmentException(Reason reason, String message, int errno, String log, @Nullable Throwable cause) {
        super(reason, message, errno, log, cause);
    }
}
