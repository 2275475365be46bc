package io.bpfiterator.harness.cli;

import io.bpfiterator.failure.DiagnosedException;

/** Says in one sentence why the command did not do what it was told, and what its exit status is. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    CommandFailure(String sentence, int exitStatus) {
        super(sentence);
        this.exitStatus = exitStatus;
    }

    /** Gives a failure of the library the exit status that bpftool has for it. */
    CommandFailure(DiagnosedException cause, int exitStatus) {
        super(cause.getMessage(), cause);
        this.exitStatus = exitStatus;
    }

    int exitStatus() {
        return exitStatus;
    }
}
