// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.process.ProgramRunner;
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
     * @throws IOException if the program cannot be run, or its exit status is not 0
     * @throws EnvironmentException if it does not end in a minute
     */
    static String output(String program, String option) throws IOException {
        return output(program, option, LIMIT);
    }

    static String output(String program, String option, Duration limit) throws IOException {
        ProgramRunner.Result result;
        try {
            result = ProgramRunner.run(ProgramRunner.inEnglish(List.of(program, option)), limit);
        } catch (ProgramRunner.Overtime e) {
            throw e.failure().causedBy(e).exception(EnvironmentException::new);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " " + option + " ran");
        }
        if (result.exitStatus() != 0) {
            throw new IOException(program + " " + option + " ended with exit status " + result.exitStatus() + ": "
                    + result.output().lines().findFirst().orElse("it printed nothing"));
        }
        return result.output();
    }
}
