// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.spi;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apiguardian.api.API;

/** Controls an environment that has been started, and the JVM of its agent. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface RunningEnvironment extends AutoCloseable {

    /** Returns a short description, such as {@code podman 4.3.1, privileged, the host's userland}. */
    String description();

    /**
     * Returns more facts by their names, in order, which the report shows beside the architecture: {@code Acceleration}
     * and {@code TCG (/dev/kvm does not exist)}. May be empty.
     */
    default Map<String, String> details() {
        return Map.of();
    }

    /** Returns the duration of each stage before the start of the JVM, by name, in order; may be empty. */
    default Map<String, Duration> stages() {
        return Map.of();
    }

    /**
     * Returns the image of its kernel, with whose types BPF programs are compiled; empty if it shares the running
     * kernel.
     */
    default Optional<Path> kernelImage() {
        return Optional.empty();
    }

    /**
     * Returns a future that completes when the JVM has ended, with a predicate for the subject "The agent" and without
     * a full stop: {@code ended with exit status 1}, {@code was killed by the OOM killer (exit status 137)}.
     */
    CompletableFuture<String> ended();

    /** Returns the last lines that the JVM or the console printed outside of the agent's connection; may be empty. */
    String lastOutput();

    /** Kills the JVM if it still runs, and removes the environment. */
    @Override
    void close();
}
