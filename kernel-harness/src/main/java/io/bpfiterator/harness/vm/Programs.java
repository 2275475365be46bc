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

/** Finds programs on this machine, and asks them about themselves. */
final class Programs {

    private Programs() {}

    /**
     * Looks for a program as a shell does.
     *
     * @param program a command in {@code PATH}, or a path
     * @return its file; nothing if there is none that this user can run
     */
    static Optional<Path> find(String program) {
        Stream<Path> places = program.contains("/")
                ? Stream.of(Path.of(program))
                : Arrays.stream(path().split(":"))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, program));
        return places.filter(Files::isRegularFile).filter(Files::isExecutable).findFirst();
    }

    /** Returns the directories that commands are looked for in, separated by colons. */
    static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    }

    /**
     * Returns what a program prints, on both its outputs, when it is asked about itself.
     *
     * @param question {@code --help} or {@code --version}
     * @throws IOException if it cannot be run, or fails: what it prints then is no answer
     */
    static String output(String program, String question) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(program, question).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitStatus;
        try {
            exitStatus = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " " + question + " ran");
        }
        if (exitStatus != 0) {
            throw new IOException(program + " " + question + " ended with exit status " + exitStatus + ": "
                    + answer.lines().findFirst().orElse("it printed nothing"));
        }
        return answer;
    }
}
