package io.bpfiterator.harness.vm;

import io.bpfiterator.kernel.BpfException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes sure of what virtual machines take on this machine. */
final class Programs {

    private Programs() {}

    /**
     * Makes sure of a program, looking for it as a shell does.
     *
     * @param program a command in {@code PATH}, or a path
     * @throws BpfException with the remedy if there is none
     */
    static void require(String program, String remedy) {
        boolean found = program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : Arrays.stream(System.getenv()
                                .getOrDefault("PATH", "/usr/bin:/bin")
                                .split(":"))
                        .filter(directory -> !directory.isEmpty())
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!found) {
            throw BpfException.unavailable(
                    "Virtual machines take " + program + ", and there is none that can be run; " + remedy, 0, "");
        }
    }
}
