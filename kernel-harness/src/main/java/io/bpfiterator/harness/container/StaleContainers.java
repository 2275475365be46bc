package io.bpfiterator.harness.container;

import com.github.dockerjava.api.model.Container;
import io.bpfiterator.internal.process.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The containers of runs that were killed, told by their labels. */
final class Leftovers {

    private static final String OWNER = "io.bpfiterator.run";

    /** How long a container is left alone whose owner can't be seen from here. */
    private static final Duration BENEFIT_OF_THE_DOUBT = Duration.ofDays(1);

    private static final int TIMEOUT_SECONDS = 10;

    private Leftovers() {}

    /** Returns the labels of a container of this process, by which a later run knows whether it is a leftover. */
    static Map<String, String> labels() {
        return Map.of(OWNER, ProcessIdentity.current().text());
    }

    /** Begins to remove them, while the caller goes on; the result completes with that, or when it takes too long. */
    static CompletableFuture<Void> sweep(Engine engine) {
        return CompletableFuture.runAsync(() -> sweepNow(engine))
                .completeOnTimeout(null, TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Another run may be sweeping too, and an engine may refuse to remove something: neither is worth a failed test. */
    private static void sweepNow(Engine engine) {
        try {
            engine.client().listContainersCmd().withShowAll(true).withLabelFilter(List.of(OWNER)).exec().stream()
                    .filter(Leftovers::isLeftover)
                    .forEach(container -> remove(engine, container));
        } catch (RuntimeException leftAlone) {
            return;
        }
    }

    private static boolean isLeftover(Container container) {
        return isLeftover(
                container.getLabels().get(OWNER),
                Duration.between(Instant.ofEpochSecond(container.getCreated()), Instant.now()));
    }

    /** Tells whether a container with a label of this age is nobody's: its owner has ended, or can't be seen from here. */
    static boolean isLeftover(String label, Duration age) {
        return ProcessIdentity.parse(label)
                .filter(ProcessIdentity::isVisible)
                .map(ProcessIdentity::hasEnded)
                .orElse(age.compareTo(BENEFIT_OF_THE_DOUBT) > 0);
    }

    private static void remove(Engine engine, Container container) {
        try {
            RunningContainer.remove(engine, container.getId());
        } catch (RuntimeException leftAlone) {
            return;
        }
    }
}
