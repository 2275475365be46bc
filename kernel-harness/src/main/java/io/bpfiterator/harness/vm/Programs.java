package io.bpfiterator.harness.vm;

import io.bpfiterator.kernel.BpfException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Finds what virtual machines take on this machine, and asks it about itself. */
final class Programs {

    private Programs() {}

    /**
     * Makes sure of a program, looking for it as a shell does.
     *
     * @param program a command in {@code PATH}, or a path
     * @return its file
     * @throws BpfException with the remedy if there is none
     */
    static Path require(String program, String remedy) {
        Stream<Path> places = program.contains("/")
                ? Stream.of(Path.of(program))
                : Arrays.stream(System.getenv()
                                .getOrDefault("PATH", "/usr/bin:/bin")
                                .split(":"))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, program));
        return places.filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> BpfException.unavailable(
                        "Virtual machines take " + program + ", and there is none that can be run; " + remedy, 0, ""));
    }

    /**
     * Returns what a program prints, on both its outputs, when it is asked about itself.
     *
     * @param question {@code --help} or {@code --version}
     * @throws IOException if it can't be run
     */
    static String answer(String program, String question) throws IOException {
        Process process = new ProcessBuilder(program, question)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
