// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.model.Container;
import io.bpfiterator.internal.process.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Removes the containers that killed runs left behind, and recognizes them by their labels. */
final class StaleContainers {

    private static final String OWNER = "io.bpfiterator.run";

    /** The age at which a container is stale whose owner is not visible from this process. */
    private static final Duration MAX_AGE = Duration.ofDays(1);

    private static final int TIMEOUT_SECONDS = 10;

    private StaleContainers() {}

    /** Returns the labels for a container of this process, from which a later run determines whether it is stale. */
    static Map<String, String> labels() {
        return Map.of(OWNER, ProcessIdentity.current().text());
    }

    /** Removes stale containers asynchronously; the future completes after that, or after ten seconds. */
    static CompletableFuture<Void> remove(Engine engine) {
        return CompletableFuture.runAsync(() -> removeNow(engine))
                .completeOnTimeout(null, TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Ignores errors: another run may be removing containers too, and an engine may refuse to; no test should fail for
     * that.
     */
    private static void removeNow(Engine engine) {
        try {
            engine.client().listContainersCmd().withShowAll(true).withLabelFilter(List.of(OWNER)).exec().stream()
                    .filter(StaleContainers::isStale)
                    .forEach(container -> remove(engine, container));
        } catch (RuntimeException ignored) {
            return;
        }
    }

    private static boolean isStale(Container container) {
        return isStale(
                container.getLabels().getOrDefault(OWNER, ""),
                Duration.between(Instant.ofEpochSecond(container.getCreated()), Instant.now()));
    }

    /**
     * Returns whether a container is stale: its owner has ended, or is not visible from this process and the container
     * is older than a day.
     *
     * @param label the label that identifies the owner
     * @param age the age of the container
     */
    static boolean isStale(String label, Duration age) {
        return ProcessIdentity.parse(label)
                .filter(ProcessIdentity::isVisible)
                .map(ProcessIdentity::hasEnded)
                .orElse(age.compareTo(MAX_AGE) > 0);
    }

    private static void remove(Engine engine, Container container) {
        try {
            RunningContainer.remove(engine, container.getId());
        } catch (RuntimeException ignored) {
            return;
        }
    }
}
