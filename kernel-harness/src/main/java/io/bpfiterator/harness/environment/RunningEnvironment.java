package io.bpfiterator.harness.environment;

import io.bpfiterator.clang.KernelTypes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An environment that has been started, with its agent's JVM. */
public interface RunningEnvironment extends AutoCloseable {

    /** Returns what it is made of, for the line that tells of its start: {@code podman 4.3.1, privileged, the host's userland}. */
    String description();

    /** Returns how its processor is had, where it is no plain process: {@code KVM}, {@code TCG (there is no /dev/kvm)}. */
    default Optional<String> acceleration() {
        return Optional.empty();
    }

    /** Returns what its start has taken before the JVM's, by what took it, in order; empty where that is nothing. */
    default Map<String, Duration> stages() {
        return Map.of();
    }

    /** Returns the types of its kernel, for BPF programs that are compiled by them; this machine's by default. */
    default KernelTypes kernelTypes() {
        return KernelTypes.ofRunning();
    }

    /**
     * Returns what completes when the JVM has ended, however it did, with words that end the sentence "The agent …":
     * {@code ended with exit status 1}, {@code was killed for want of memory (exit status 137)}.
     */
    CompletableFuture<String> ended();

    /** Returns the last lines that the JVM or the console printed beside the agent's connection; empty if there are none. */
    String lastOutput();

    /** Ends the JVM if it still runs, and removes all that the environment is made of. */
    @Override
    void close();
}
