package io.bpfiterator.harness.environment;

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
 * How a {@code CdsTrainingRun} has ended, in a JVM of its own on this machine.
 *
 * @param isWhole whether it has come to its own end
 * @param words what became of the JVM, with what it printed
 */
record CdsTrainingResult(boolean isWhole, String words) {

    private static final String MAIN_CLASS = "io.bpfiterator.harness.agent.CdsTrainingRun";

    /** Where its class is, in a directory or a jar of the class path. */
    static final String CLASS_FILE = MAIN_CLASS.replace('.', '/') + ".class";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /**
     * Waits for that of a new one.
     *
     * @param command what starts a JVM with the classes of the harness
     */
    static CdsTrainingResult of(List<String> command) throws IOException {
        // Not below the cache: a socket's path may not be long.
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
            String ending = ended ? "exit status " + process.exitValue() : "not made in " + LIMIT.toSeconds() + " s";
            return new CdsTrainingResult(ended && process.exitValue() == 0, ending + said(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CdsTrainingResult(false, "interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String said(Path output) throws IOException {
        // Not readString, which throws where a byte is no character.
        String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
        return said.isEmpty() ? "" : ": " + said;
    }
}
