// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.DiagnosedException;

/** Reports why a command failed, with its exit status. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String message;
    private final int exitStatus;

    CommandFailure(String message, int exitStatus) {
        super(message);
        this.message = message;
        this.exitStatus = exitStatus;
    }

    /** Creates a failure from an exception of the library, with the exit status of bpftool in this case. */
    CommandFailure(DiagnosedException cause, int exitStatus) {
        super(cause.getMessage(), cause);
        this.message = cause.getMessage();
        this.exitStatus = exitStatus;
    }

    @Override
    public String getMessage() {
        return message;
    }

    int exitStatus() {
        return exitStatus;
    }
}
