// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.ThrowableReader;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.DiscoverySelectorIdentifier;
import org.junit.platform.engine.SelectorResolutionResult;
import org.junit.platform.engine.SelectorResolutionResult.Status;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.launcher.LauncherDiscoveryListener;

/** Reports selectors that JUnit cannot resolve in the environment, for example because a class cannot be loaded. */
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
                            .or(() -> loadFailure(selector))
                            .map(ThrowableReader::read)
                            .orElse(null)));
        }
    }

    /** Loads the class of a unique id, since Jupiter does not report why it cannot. */
    private static Optional<Throwable> loadFailure(DiscoverySelector selector) {
        if (!(selector instanceof UniqueIdSelector id)) {
            return Optional.empty();
        }
        for (UniqueId.Segment segment : id.getUniqueId().getSegments()) {
            if (segment.getType().equals("class") || segment.getType().equals("class-template")) {
                try {
                    Class<?> type = Class.forName(
                            segment.getValue(), false, Thread.currentThread().getContextClassLoader());
                    // Loads the types in the signatures of the methods.
                    var unused = type.getDeclaredMethods();
                } catch (ClassNotFoundException | LinkageError e) {
                    return Optional.of(e);
                }
            }
        }
        return Optional.empty();
    }
}
