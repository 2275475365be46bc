// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import io.bpfiterator.harness.internal.run.RunDirectory;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.process.ProgramRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * Runs a JVM and waits until it ends.
     *
     * @param output receives what it prints
     */
    static CdsTrainingResult await(List<String> command, Path output) {
        try {
            ProgramRunner.Result result = ProgramRunner.run(new ProcessBuilder(command), output, LIMIT, () -> {});
            String printed = result.output().strip();
            return new CdsTrainingResult(
                    result.exitStatus() == 0,
                    "exit status " + result.exitStatus() + (printed.isEmpty() ? "" : ": " + printed));
        } catch (ProgramRunner.Overtime e) {
            return new CdsTrainingResult(false, e.failure().message());
        } catch (IOException e) {
            return new CdsTrainingResult(false, CauseText.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CdsTrainingResult(false, "interrupted");
        }
    }
}
