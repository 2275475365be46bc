package io.bpfiterator.harness.internal.cds;

import io.bpfiterator.harness.internal.run.RunDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Holds the result of a {@code CdsTrainingRun} in a separate JVM on this machine.
 *
 * @param succeeded whether it ran to completion
 * @param message how the JVM ended, with its output
 */
record CdsTrainingResult(boolean succeeded, String message) {

    private static final String MAIN_CLASS = "io.bpfiterator.harness.internal.cds.CdsTrainingRun";

    /** The path of the main class in a directory or a jar of the class path. */
    static final String CLASS_FILE = MAIN_CLASS.replace('.', '/') + ".class";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /**
     * Runs a JVM and waits until it ends.
     *
     * @param command the command line up to the main class
     */
    static CdsTrainingResult of(List<String> command) throws IOException {
        // Not below the cache, since the path of a socket must be short.
        try (RunDirectory directory = RunDirectory.create()) {
            List<String> line = new ArrayList<>(command);
            line.add(MAIN_CLASS);
            line.add(directory.path().resolve("published").toString());
            line.add(directory.path().resolve("socket").toString());
            return await(line, directory.path().resolve("output"));
        }
    }

    private static CdsTrainingResult await(List<String> command, Path output) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            return new CdsTrainingResult(false, String.valueOf(e.getMessage()));
        }
        try {
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            String ending =
                    ended ? "exit status " + process.exitValue() : "it took more than " + LIMIT.toSeconds() + " s";
            return new CdsTrainingResult(ended && process.exitValue() == 0, ending + printed(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CdsTrainingResult(false, "interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String printed(Path output) throws IOException {
        // Not readString, which throws if the output is not UTF-8.
        String printed = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
        return printed.isEmpty() ? "" : ": " + printed;
    }
}
