package io.bpfiterator.harness.container;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Explains why an engine would not start a container. */
record StartFailures(ContainerSettings settings, String image) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int CAP_SYS_RESOURCE = 24;

    EnvironmentException explain(Engine engine, RuntimeException refusal) {
        String words = Refusal.words(refusal);
        if (words.contains("exec: ")
                && (words.contains("executable file not found") || words.contains("no such file or directory"))) {
            return unavailable(
                    "The image " + image + " has no Java that can be run (" + words
                            + "); name one with Java 17 or newer and"
                            + " libbpf 1.0 or newer, or write container for the host's own userland",
                    refusal);
        }
        if (settings.privileges().privileged()
                && words.contains("operation not permitted")
                && !isBoundedWith(CAP_SYS_RESOURCE)) {
            return unavailable(
                    engine.name() + " can't start a privileged container (" + words + "), since this machine lacks"
                            + " CAP_SYS_RESOURCE; use a newer Docker (28 does), or podman with runc and"
                            + " default_ulimits = [\"nofile=1024:1024\", \"nproc=1000:1000\"] in its containers.conf, or "
                            + ContainerParameters.PRIVILEGES + " = capabilities",
                    refusal);
        }
        if (!settings.privileges().privileged() && words.contains("apabilit")) {
            return unavailable(
                    engine.name() + " can't start a container "
                            + settings.privileges().describe() + " (" + words
                            + "); use another engine or a newer one, or " + ContainerParameters.PRIVILEGES
                            + " = capabilities",
                    refusal);
        }
        return Refusal.of(engine, "can't start a container of " + image, refusal);
    }

    private static EnvironmentException unavailable(String message, RuntimeException refusal) {
        return EnvironmentException.unavailable(message, refusal);
    }

    private static boolean isBoundedWith(int capability) {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("CapBnd:"))
                    .map(line -> line.substring("CapBnd:".length()).strip())
                    .mapToLong(hex -> Long.parseUnsignedLong(hex, 16))
                    .anyMatch(set -> (set >>> capability & 1) == 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
