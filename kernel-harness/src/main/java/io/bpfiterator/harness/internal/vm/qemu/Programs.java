package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.internal.run.ProgramRunner;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;

/** Runs programs on this machine for their help or version. */
final class Programs {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Programs() {}

    /**
     * Runs a program, and returns its standard output and error.
     *
     * @param option {@code --help} or {@code --version}
     * @throws IOException if the program cannot be run, does not end in a minute, or its exit status is not 0
     */
    static String output(String program, String option) throws IOException {
        ProgramRunner.Result result;
        try {
            result = ProgramRunner.run(ProgramRunner.inEnglish(List.of(program, option)), LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " " + option + " ran");
        }
        if (!result.succeeded()) {
            String end = result.inTime()
                    ? "ended with exit status " + result.exitStatus()
                    : "did not end within " + LIMIT.toSeconds() + " s";
            throw new IOException(program + " " + option + " " + end + ": "
                    + result.output().lines().findFirst().orElse("it printed nothing"));
        }
        return result.output();
    }
}
