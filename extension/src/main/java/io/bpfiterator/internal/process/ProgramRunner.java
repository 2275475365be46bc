// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs of this machine to their end, or for a limited time. They end with this JVM, even if it is killed; see
 * {@link BoundCommand}.
 */
public final class ProgramRunner {

    private static final String OUTPUT_PREFIX = "bpf-iterator-output-";

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

    /**
     * How a program ended.
     *
     * @param exitStatus its exit status
     * @param output what it printed on standard output and standard error
     */
    public record Result(int exitStatus, String output) {}

    /** Thrown for a program that was ended because it ran longer than its limit: it is there, and it fails. */
    public static final class Overtime extends Exception {

        private static final long serialVersionUID = 1;

        private final String program;
        private final Duration limit;
        private final String output;

        private Overtime(String program, Duration limit, String output) {
            super("it ran longer than " + limit.toSeconds() + " s");
            this.program = program;
            this.limit = limit;
            this.output = output;
        }

        /** Starts the failure, with the output as its log. */
        public Failure failure() {
            return Failure.failed(program + " was ended")
                    .because("it ran longer than " + limit.toSeconds() + " s")
                    .remedy("See the end of its output in the log, and run it again")
                    .log(output);
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
     * @throws Overtime if it runs longer than the limit
     * @throws IOException if the program does not exist or cannot be started
     */
    public static Result run(ProcessBuilder program, Duration limit)
            throws IOException, InterruptedException, Overtime {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path directory = ProcessDirectories.ofFiles(temporary, OUTPUT_PREFIX).create();
        try {
            return run(program, directory.resolve("output"), limit, () -> {});
        } finally {
            FileTree.delete(directory);
        }
    }

    /**
     * Runs a program. Ends it and its descendants if it runs longer than the limit.
     *
     * @param program to be run once; this method changes its command
     * @param outputFile receives the output; reading a pipe instead could block on a program that hangs
     * @param meanwhile runs every few seconds
     * @throws Overtime if it runs longer than the limit
     * @throws IOException if the program does not exist or cannot be started
     */
    public static Result run(ProcessBuilder program, Path outputFile, Duration limit, Runnable meanwhile)
            throws IOException, InterruptedException, Overtime {
        String name = program.command().get(0);
        Process process = BoundCommand.bind(program)
                .redirectErrorStream(true)
                .redirectOutput(outputFile.toFile())
                .start();
        try {
            boolean ended = awaitEnd(process, limit, meanwhile);
            // Not readString, which throws if the output is not UTF-8.
            String output = new String(Files.readAllBytes(outputFile), StandardCharsets.UTF_8);
            if (!ended) {
                throw new Overtime(name, limit, output);
            }
            return new Result(process.exitValue(), output);
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
