package io.bpfiterator.harness.agent;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.support.NeedsMapIterators;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A rehearsal goes on when its tests fail, and then archives half of the classes: here is where that is seen. */
@NeedsMapIterators
class CdsTrainingRunTest {

    @Test
    void has_tests_that_all_pass() {
        Events tests = EngineTestKit.engine(Agent.ENGINE)
                .selectors(selectClass(CdsTrainingTest.class))
                .execute()
                .testEvents();

        tests.assertStatistics(
                statistics -> statistics.skipped(0).started(4).succeeded(4).failed(0));
    }
}
