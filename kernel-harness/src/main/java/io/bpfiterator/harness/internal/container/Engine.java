// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Represents a container engine that responded.
 *
 * @param product {@code Docker} or {@code podman}
 */
record Engine(String product, String version, DockerClient client) implements AutoCloseable {

    /** Returns the product with its version, for messages. */
    String name() {
        return product + " " + version;
    }

    /** Returns the name of its command-line client. */
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
