package io.bpfiterator.harness.engine;

import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** Leaves out of Jupiter's own run what the harness runs. */
public final class ClaimFilter implements PostDiscoveryFilter {

    @Override
    public FilterResult apply(TestDescriptor descriptor) {
        return FilterResult.includedIf(
                !Claims.contain(descriptor.getUniqueId()),
                () -> "nobody else claims it",
                () -> "it runs in the environments of " + HarnessEngine.ID);
    }
}
