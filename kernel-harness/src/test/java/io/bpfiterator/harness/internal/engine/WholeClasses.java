// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * Makes one test of each class whose {@code @BeforeAll} method runs an environment. Only {@code scripts/mutation} runs
 * it: PIT measures the coverage of tests but not that of {@code @BeforeAll} methods, which it repeats for each test.
 */
class WholeClasses {

    @ParameterizedTest
    @ValueSource(classes = {ReplayTest.Tests_of_every_kind.class, ReplayTest.A_failure.class, ReplayedClassTest.class})
    void pass(Class<?> tests) {
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .allEvents();

        assertThat(events.started().stream()).isNotEmpty();
        assertThat(events.failed().stream()).isEmpty();
    }
}
