package io.bpfiterator.harness.vm;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs on this machine, and runs them for their help or version. */
final class Programs {

    private Programs() {}

    /**
     * Looks up a program as a shell does.
     *
     * @param program a command in {@code PATH}, or a path
     * @return the program's file; empty if there is no such file, or this user cannot run it
     */
    static Optional<Path> find(String program) {
        Stream<Path> candidates = program.contains("/")
                ? Stream.of(Path.of(program))
                : Arrays.stream(path().split(":"))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, program));
        return candidates
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the directories where commands are looked up, separated by colons. */
    static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    }

    /**
     * Runs a program, and returns its standard output and error.
     *
     * @param option {@code --help} or {@code --version}
     * @throws IOException if the program cannot be run, or its exit status is not 0
     */
    static String output(String program, String option) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(program, option).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitStatus;
        try {
            exitStatus = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " " + option + " ran");
        }
        if (exitStatus != 0) {
            throw new IOException(program + " " + option + " ended with exit status " + exitStatus + ": "
                    + output.lines().findFirst().orElse("it printed nothing"));
        }
        return output;
    }
}
