package io.bpfiterator.harness.internal.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine to their end, or for a limited time. */
public final class ProgramRunner {

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

    /**
     * How a program ended.
     *
     * @param inTime whether it ended within the limit
     * @param exitStatus its exit status; -1 if it did not end in time
     * @param output what it printed on standard output and standard error
     */
    public record Result(boolean inTime, int exitStatus, String output) {

        /** Returns whether it ended in time and with exit status 0. */
        public boolean succeeded() {
            return inTime && exitStatus == 0;
        }
    }

    private ProgramRunner() {}

    /** Returns a program to run, with its messages in English. */
    public static ProcessBuilder inEnglish(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /**
     * Runs a program. Ends it and its descendants if it runs longer than the limit.
     *
     * @throws IOException if the program does not exist or cannot be started
     */
    public static Result run(ProcessBuilder program, Duration limit) throws IOException, InterruptedException {
        Path output = Files.createTempFile("bpf-iterator-", ".output");
        try {
            return run(program, output, limit, () -> {});
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /**
     * Runs a program. Ends it and its descendants if it runs longer than the limit.
     *
     * @param outputFile receives the output; reading a pipe instead could block on a program that hangs
     * @param meanwhile runs every few seconds
     * @throws IOException if the program does not exist or cannot be started
     */
    public static Result run(ProcessBuilder program, Path outputFile, Duration limit, Runnable meanwhile)
            throws IOException, InterruptedException {
        Process process = program.redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(outputFile.toFile())
                .start();
        try {
            boolean ended = awaitEnd(process, limit, meanwhile);
            // Not readString, which throws if the output is not UTF-8.
            String output = new String(Files.readAllBytes(outputFile), StandardCharsets.UTF_8);
            return new Result(ended, ended ? process.exitValue() : -1, output);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean awaitEnd(Process process, Duration limit, Runnable meanwhile) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        long left = limit.toNanos();
        while (!process.waitFor(Math.min(left, POLL_INTERVAL.toNanos()), TimeUnit.NANOSECONDS)) {
            meanwhile.run();
            left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
        }
        return true;
    }
}
