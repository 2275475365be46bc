package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the system's programs, with their messages in English. */
final class Commands {

    private static final int SECONDS_BETWEEN = 2;

    /** What a program printed on both its outputs, and its exit status. */
    record Result(int exitStatus, String output) {}

    private Commands() {}

    /**
     * Runs a program to its end.
     *
     * @param scratch a file for what it prints, so that a program that is stuck can't hold up its reader
     * @param meanwhile run every few seconds
     * @throws IOException if there is no such program
     * @throws EnvironmentException if it takes longer than it may
     */
    static Result run(
            List<String> command,
            Path directory,
            Map<String, String> variables,
            Path scratch,
            Duration limit,
            Runnable meanwhile)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(scratch.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            while (!process.waitFor(SECONDS_BETWEEN, TimeUnit.SECONDS)) {
                meanwhile.run();
                if (System.nanoTime() > deadline) {
                    throw EnvironmentException.unavailable(
                            command.get(0) + " took longer than " + limit.toSeconds()
                                    + " s; see what it said last in the log, and run it again",
                            0,
                            text(scratch));
                }
            }
            return new Result(process.exitValue(), text(scratch));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("Interrupted while " + command.get(0) + " ran; run it again", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return new String(java.nio.file.Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EnvironmentException("What a program printed can't be read from " + file + ": " + e, e);
        }
    }
}
