package io.bpfiterator.harness.vm;

import io.bpfiterator.kernel.BpfException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes sure of what virtual machines take on this machine. */
final class Programs {

    private static final String ARCHITECTURE = "amd64";

    private Programs() {}

    /**
     * Makes sure that this machine's userland can run in a guest.
     *
     * @param architecture as Java calls it
     */
    static void requireArchitecture(String architecture) {
        if (!architecture.equals(ARCHITECTURE)) {
            throw BpfException.unavailable(
                    "Virtual machines are of this machine's architecture, and of " + architecture
                            + " none can be made yet, only of " + ARCHITECTURE
                            + "; run these tests on the host or in a container here",
                    0,
                    "");
        }
    }

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
