// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.support.CSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The C program that does the same as this library; {@code baseline.c} describes its commands. */
final class Baseline implements AutoCloseable {

    private final Path directory;
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    private Baseline(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        this.commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Builds and starts the program, which pins in a bpffs. */
    static Baseline start(Path bpffs) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("bpf-iterator-benchmark-");
        Path program = CSource.build(Baseline.class, "baseline", directory, "-lbpf");
        Process process = new ProcessBuilder(program.toString(), bpffs.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Baseline(directory, process);
    }

    /** Runs a command, and returns the numbers in its answer. */
    long[] run(Object... command) {
        String line = String.join(" ", Stream.of(command).map(Object::toString).toList());
        commands.println(line);
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("The C program ended at: " + line);
            }
            return answer.isBlank()
                    ? new long[0]
                    : Stream.of(answer.strip().split(" "))
                            .mapToLong(Long::parseLong)
                            .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        commands.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
        }
        FileTree.deleteIfPossible(directory);
    }
}
