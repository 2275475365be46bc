package io.bpfiterator.harness.engine;

import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** Excludes from Jupiter's own run the tests that the harness runs. */
public final class ClaimFilter implements PostDiscoveryFilter {

    @Override
    public FilterResult apply(TestDescriptor descriptor) {
        return FilterResult.includedIf(
                !Claims.contain(descriptor.getUniqueId()),
                () -> "it is not claimed by " + HarnessEngine.ID,
                () -> "it runs in the environments of " + HarnessEngine.ID);
    }
}
