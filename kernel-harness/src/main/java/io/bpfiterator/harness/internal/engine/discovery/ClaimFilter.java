// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import io.bpfiterator.harness.internal.engine.descriptor.EngineName;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** Excludes from Jupiter's own run the tests that the harness runs. */
public final class ClaimFilter implements PostDiscoveryFilter {

    @Override
    public FilterResult apply(TestDescriptor descriptor) {
        return FilterResult.includedIf(
                !Claims.contain(descriptor.getUniqueId()),
                () -> "it is not claimed by " + EngineName.ID,
                () -> "it runs in the environments of " + EngineName.ID);
    }
}
