package io.bpfiterator.harness.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.VersionComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A container engine that answers.
 *
 * @param version what it says of itself
 */
record Engine(DockerClient client, Version version) implements AutoCloseable {

    private static final String PODMAN = "Podman Engine";

    /** Returns its name and version: {@code Docker 28.5.1}, {@code podman 4.3.1}. */
    String name() {
        return (isPodman() ? "podman " : "Docker ") + version.getVersion();
    }

    /** Returns the command that a user talks to it with. */
    String command() {
        return isPodman() ? "podman" : "docker";
    }

    private boolean isPodman() {
        return Optional.ofNullable(version.getComponents()).orElse(List.of()).stream()
                .map(VersionComponent::getName)
                .anyMatch(PODMAN::equals);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
