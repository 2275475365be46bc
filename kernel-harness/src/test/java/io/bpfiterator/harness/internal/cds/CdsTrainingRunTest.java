// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.agent.Agent;
import io.bpfiterator.support.NeedsMapIterators;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A training run continues if its tests fail, and then archives fewer classes. This test would reveal that. */
@NeedsMapIterators
class CdsTrainingRunTest {

    @Test
    void passes_all_of_its_tests() {
        Events tests = EngineTestKit.engine(Agent.ENGINE)
                .selectors(selectClass(CdsTrainingTest.class))
                .execute()
                .testEvents();

        tests.assertStatistics(
                statistics -> statistics.skipped(0).started(4).succeeded(4).failed(0));
    }
}
