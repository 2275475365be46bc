// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.agent.Agent;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsMapIterators;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The training goes on if one of its tests fails, and then makes a colder agent. This test would reveal that. */
@Extended
@NeedsMapIterators
class TrainingTest {

    @AfterEach
    void forgetTheObject() {
        System.clearProperty(Training.OBJECT_PROPERTY);
    }

    @Test
    void has_no_test_that_fails(@TempDir Path directory) throws Exception {
        Path object = Files.write(directory.resolve("training.bpf.o"), TrainingObject.compile(directory));
        System.setProperty(Training.OBJECT_PROPERTY, object.toString());

        Events tests = EngineTestKit.engine(Agent.ENGINE)
                .configurationParameter(Training.OBJECT_PROPERTY, object.toString())
                .selectors(Training.TESTS.stream()
                        .map(test -> (DiscoverySelector) selectClass(test))
                        .toArray(DiscoverySelector[]::new))
                .execute()
                .testEvents();

        tests.failed().assertThatEvents().isEmpty();
        tests.assertThatEvents().hasSizeGreaterThan(20);
    }
}
