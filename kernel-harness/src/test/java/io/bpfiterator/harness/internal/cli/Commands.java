// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands in separate processes. */
final class Commands {

    /** Holds the exit status of a process and what it printed. */
    record Result(int exitStatus, String output, String errors) {}

    private static final long TIMEOUT_SECONDS = 60;

    static final String BPFTOOL = "/usr/sbin/bpftool";

    /** bpftool in a new mount namespace, because it mounts a bpffs where it does not find one. */
    static final List<String> THEIRS = List.of("unshare", "--mount", BPFTOOL);

    /** Our command, run from the class path; {@link RunnableJarIT} tests the jar. */
    static final List<String> OURS = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-classpath",
            System.getProperty("java.class.path"),
            Main.class.getName());

    private Commands() {}

    /** Runs a command with further arguments. */
    static Result run(Path directory, List<String> command, String... arguments) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("output", "");
            Path errors = Files.createTempFile("errors", "");
            try {
                Process process = new ProcessBuilder(line)
                        .directory(directory.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(line + " has not ended after " + TIMEOUT_SECONDS + " s");
                }
                return new Result(process.exitValue(), read(output), read(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while " + line + " ran", e);
        }
    }

    /** Runs our command in this JVM. */
    static Result runHere(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitStatus = BpfIteratorCommand.commandLine(inUtf8(output), inUtf8(errors), List.of(arguments))
                .execute(arguments);
        return new Result(exitStatus, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream inUtf8(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    /** Runs a command that must succeed, and returns its output. */
    static String succeed(Path directory, String... command) {
        Result result = run(directory, List.of(command));
        if (result.exitStatus() != 0) {
            throw new AssertionError(List.of(command) + ": " + result);
        }
        return result.output();
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
