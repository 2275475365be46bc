package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine, with their messages in English. */
final class ProgramRunner {

    private static final int POLL_SECONDS = 2;

    /** Holds the exit status of a program, and what it printed on standard output and standard error. */
    record Result(int exitStatus, String output) {}

    private ProgramRunner() {}

    /**
     * Runs a program and waits for its end.
     *
     * @param outputFile receives the output; reading a pipe instead could block on a program that hangs
     * @param meanwhile runs every few seconds
     * @throws IOException if the program does not exist or cannot be started
     * @throws EnvironmentException if it runs longer than the limit
     */
    static Result run(
            List<String> command,
            Path directory,
            Map<String, String> variables,
            Path outputFile,
            Duration limit,
            Runnable meanwhile)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(outputFile.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            while (!process.waitFor(POLL_SECONDS, TimeUnit.SECONDS)) {
                meanwhile.run();
                if (System.nanoTime() > deadline) {
                    throw Failure.absent(command.get(0) + " was ended")
                            .because("it ran longer than " + limit.toSeconds() + " s")
                            .remedy("See the end of its output in the log, and run it again")
                            .log(text(outputFile))
                            .exception(EnvironmentException::new);
                }
            }
            return new Result(process.exitValue(), text(outputFile));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted while " + command.get(0) + " was running")
                    .remedy("Run it again")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return new String(java.nio.file.Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.failed("Cannot read the output of a program from " + file)
                    .because(e.toString())
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }
}
