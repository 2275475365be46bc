package io.bpfiterator.harness.vm;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;

/** Asks programs on this machine about themselves. */
final class Programs {

    private Programs() {}

    /**
     * Returns what a program prints, on both its outputs, when it is asked about itself.
     *
     * @param question {@code --help} or {@code --version}
     * @throws IOException if it cannot be run, or fails: what it prints then is no answer
     */
    static String answer(String program, String question) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(program, question).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitStatus;
        try {
            exitStatus = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " " + question + " ran");
        }
        if (exitStatus != 0) {
            throw new IOException(program + " " + question + " ended with exit status " + exitStatus + ": "
                    + answer.lines().findFirst().orElse("it printed nothing"));
        }
        return answer;
    }
}
