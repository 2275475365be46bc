package io.bpfiterator.harness.internal.vm.qemu;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;

/** Runs programs on this machine for their help or version. */
final class Programs {

    private Programs() {}

    /**
     * Runs a program, and returns its standard output and error.
     *
     * @param option {@code --help} or {@code --version}
     * @throws IOException if the program cannot be run, or its exit status is not 0
     */
    static String output(String program, String option) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(program, option).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitStatus;
        try {
            exitStatus = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " " + option + " ran");
        }
        if (exitStatus != 0) {
            throw new IOException(program + " " + option + " ended with exit status " + exitStatus + ": "
                    + output.lines().findFirst().orElse("it printed nothing"));
        }
        return output;
    }
}
