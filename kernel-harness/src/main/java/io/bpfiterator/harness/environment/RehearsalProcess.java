package io.bpfiterator.harness.environment;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a {@code Rehearsal} in a JVM of its own, on this machine. */
final class RehearsalProcess {

    private static final String MAIN_CLASS = "io.bpfiterator.harness.agent.Rehearsal";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private RehearsalProcess() {}

    /**
     * Runs one to its end.
     *
     * @param command what starts a JVM with the classes of the harness
     * @return why the JVM has not run it to the end; empty if it has
     */
    static Optional<String> run(List<String> command) throws IOException {
        // Not below the cache: a socket's path may not be long.
        try (RunDirectory directory = RunDirectory.create()) {
            List<String> line = new ArrayList<>(command);
            line.add(MAIN_CLASS);
            line.add(directory.path().resolve("socket").toString());
            line.add(directory.path().resolve("published").toString());
            return run(line, directory.path().resolve("output"));
        }
    }

    private static Optional<String> run(List<String> command, Path output) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return Optional.of("not made in " + LIMIT.toSeconds() + " s" + said(output));
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("exit status " + process.exitValue() + said(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
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
