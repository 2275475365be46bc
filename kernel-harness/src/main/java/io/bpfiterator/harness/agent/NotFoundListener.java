package io.bpfiterator.harness.agent;

import io.bpfiterator.harness.wire.Message;
import io.bpfiterator.harness.wire.SerializedThrowable;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.DiscoverySelectorIdentifier;
import org.junit.platform.engine.SelectorResolutionResult;
import org.junit.platform.engine.SelectorResolutionResult.Status;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.launcher.LauncherDiscoveryListener;

/** Reports what the host selected and JUnit does not find here, a class that can't be loaded among it. */
final class NotFoundListener implements LauncherDiscoveryListener {

    private final Reporter reporter;

    NotFoundListener(Reporter reporter) {
        this.reporter = reporter;
    }

    @Override
    public void selectorProcessed(UniqueId engineId, DiscoverySelector selector, SelectorResolutionResult result) {
        if (result.getStatus() != Status.RESOLVED) {
            reporter.send(new Message.NotFound(
                    selector.toIdentifier()
                            .map(DiscoverySelectorIdentifier::toString)
                            .orElse(selector.toString()),
                    result.getThrowable()
                            .or(() -> whyItsClassCannotBeLoaded(selector))
                            .map(SerializedThrowable::of)
                            .orElse(null)));
        }
    }

    /** Jupiter keeps this to itself. */
    private static Optional<Throwable> whyItsClassCannotBeLoaded(DiscoverySelector selector) {
        if (!(selector instanceof UniqueIdSelector id)) {
            return Optional.empty();
        }
        for (UniqueId.Segment segment : id.getUniqueId().getSegments()) {
            if (segment.getType().equals("class") || segment.getType().equals("class-template")) {
                try {
                    Class.forName(
                                    segment.getValue(),
                                    false,
                                    Thread.currentThread().getContextClassLoader())
                            .getDeclaredMethods();
                } catch (ClassNotFoundException | LinkageError e) {
                    return Optional.of(e);
                }
            }
        }
        return Optional.empty();
    }
}
