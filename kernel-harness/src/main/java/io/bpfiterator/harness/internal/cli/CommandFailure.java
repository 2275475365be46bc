package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.DiagnosedException;

/** Reports why a command failed, with its exit status. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    CommandFailure(String message, int exitStatus) {
        super(message);
        this.exitStatus = exitStatus;
    }

    /** Creates a failure from an exception of the library, with the exit status of bpftool in this case. */
    CommandFailure(DiagnosedException cause, int exitStatus) {
        super(cause.getMessage(), cause);
        this.exitStatus = exitStatus;
    }

    int exitStatus() {
        return exitStatus;
    }
}
