package io.bpfiterator.harness.container;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * A container engine that answers.
 *
 * @param product {@code Docker} or {@code podman}
 */
record Engine(String product, String version, DockerClient client) implements AutoCloseable {

    String name() {
        return product + " " + version;
    }

    /** Returns the command that a user talks to it with. */
    String command() {
        return product.toLowerCase(Locale.ROOT);
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
