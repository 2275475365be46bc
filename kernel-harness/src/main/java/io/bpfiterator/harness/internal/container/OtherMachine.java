// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.internal.failure.Failure;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Recognizes an engine that has another kernel or other files than this process, although its socket is here: an engine
 * of the machine below the container of a CI job, or one in a virtual machine.
 */
final class OtherMachine {

    private static final String REMEDY = "Use an engine that runs where the tests run, and set its socket with "
            + ContainerParameters.ENGINE + ", or a virtual machine: bpfiterator.environments = vm:newest";

    private OtherMachine() {}

    /**
     * Returns the failure for an engine with another kernel; empty if it has this one, or does not report its kernel.
     *
     * @param engineKernel the release that the engine reports; may be empty
     * @param kernel the release of the running kernel
     */
    static Optional<Failure> byKernel(String engine, String engineKernel, String kernel) {
        return engineKernel.isBlank() || engineKernel.startsWith("<") || engineKernel.equals(kernel)
                ? Optional.empty()
                : Optional.of(Failure.absent(engine + " cannot run tests on this kernel")
                        .because("it runs on Linux " + engineKernel + ", and the tests run on Linux " + kernel
                                + ", so it is on another machine or in a virtual machine, as Docker Desktop is")
                        .remedy(REMEDY));
    }

    /**
     * Returns the failure for an engine that does not find a file of this process, before it starts the container.
     *
     * @param message the engine's error
     * @param socket the socket of the run, whose directory has a name that no other machine has
     */
    static Optional<Failure> byFiles(String engine, String message, Path socket) {
        boolean missing = message.contains("does not exist") || message.contains("no such file or directory");
        return missing && message.contains(socket.toString())
                ? Optional.of(Failure.absent(engine + " does not see the files of this machine")
                        .because("it has no file " + socket
                                + ", so it is on another machine, or outside of the container"
                                + " in which this build runs")
                        .remedy(REMEDY))
                : Optional.empty();
    }
}
