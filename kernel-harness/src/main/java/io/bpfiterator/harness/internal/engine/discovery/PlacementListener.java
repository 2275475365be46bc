// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import io.bpfiterator.internal.session.Placement;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Sets the {@link PlacementRule} of a run. As a listener it takes part in runs from which the engine is excluded, too.
 * An agent has no such listener, so its tests may use BPF.
 */
public final class PlacementListener implements TestExecutionListener {

    private @Nullable PlacementRule rule;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        PlacementRule ofPlan = PlacementRule.of(plan);
        Placement.add(ofPlan);
        rule = ofPlan;
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (rule != null) {
            Placement.remove(rule);
        }
    }
}
