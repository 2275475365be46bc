// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.failure.DiagnosedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs {@link ContainerMain} in a container from a separate process, whose environment a test sets up, and prints the
 * result.
 *
 * <p>Arguments: the engine's address, the privileges, a directory, and the arguments of {@link ContainerMain}.
 */
final class RunInContainer {

    private RunInContainer() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[2]));
        try {
            System.out.println(Launches.run(
                    Launches.environment("container", Launches.ENGINE, arguments[0], Launches.PRIVILEGES, arguments[1]),
                    Launches.of(directory, Arrays.copyOfRange(arguments, 3, arguments.length))));
        } catch (DiagnosedException e) {
            System.out.println(e.getMessage());
        }
    }
}
