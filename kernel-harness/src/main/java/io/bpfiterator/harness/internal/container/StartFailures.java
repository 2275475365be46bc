// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.Capability;
import java.nio.file.Path;
import java.util.Optional;

/** Explains why an engine cannot start a container. */
record StartFailures(ContainerSettings settings, String image, Path socket) {

    private static final int CAP_SYS_RESOURCE = 24;

    /** Returns the exception for the engine's error. */
    EnvironmentException explain(Engine engine, RuntimeException error) {
        String message = EngineFailure.message(error);
        Optional<Failure> elsewhere = OtherMachine.byFiles(engine.name(), message, socket);
        if (elsewhere.isPresent()) {
            return elsewhere.get().causedBy(error).exception(EnvironmentException::new);
        }
        if (message.contains("exec: ")
                && (message.contains("executable file not found") || message.contains("no such file or directory"))) {
            return Failure.absent("Cannot run Java in the image " + image)
                    .because(message)
                    .remedy("Use an image with Java 17 or newer and libbpf 1.0 or newer, or container, which has the"
                            + " host's userland")
                    .causedBy(error)
                    .exception(EnvironmentException::new);
        }
        if (settings.privileges().privileged()
                && message.contains("operation not permitted")
                && !Capability.isInBoundingSet(CAP_SYS_RESOURCE)) {
            return Failure.notPermitted(engine.name() + " cannot start a privileged container")
                    .because("this machine lacks CAP_SYS_RESOURCE (" + message + ")")
                    .remedy("Use Docker 28 or newer, or podman with runc and default_ulimits ="
                            + " [\"nofile=1024:1024\", \"nproc=1000:1000\"] in its containers.conf, or "
                            + ContainerParameters.PRIVILEGES + " = capabilities")
                    .causedBy(error)
                    .exception(EnvironmentException::new);
        }
        if (!settings.privileges().privileged() && message.contains("apabilit")) {
            return Failure.absent(engine.name() + " cannot start a container "
                            + settings.privileges().description())
                    .because(message)
                    .remedy("Use a newer version or another engine, or " + ContainerParameters.PRIVILEGES
                            + " = capabilities")
                    .causedBy(error)
                    .exception(EnvironmentException::new);
        }
        return EngineFailure.of(engine, "cannot start a container of " + image, error);
    }
}
