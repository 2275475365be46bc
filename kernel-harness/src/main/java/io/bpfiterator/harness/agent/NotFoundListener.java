package io.bpfiterator.harness.agent;

import io.bpfiterator.harness.wire.Failure;
import io.bpfiterator.harness.wire.Message;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.DiscoverySelectorIdentifier;
import org.junit.platform.engine.SelectorResolutionResult;
import org.junit.platform.engine.SelectorResolutionResult.Status;
import org.junit.platform.engine.UniqueId;
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
                    result.getThrowable().map(Failure::of).orElse(null)));
        }
    }
}
