package io.bpfiterator.harness.vm;

import io.bpfiterator.kernel.BpfException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Makes sure of what virtual machines take on this machine. */
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
}
