// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static io.bpfiterator.harness.support.Runs.failure;
import static io.bpfiterator.harness.support.Runs.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.Lifecycle;
import io.bpfiterator.harness.support.Runs;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** What happens to a class outside of its tests is replayed as results of tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayedClassTest {

    private EngineExecutionResults results;

    @BeforeAll
    void run() {
        results = Runs.in(
                "host",
                selectClass(Lifecycle.FailsBefore.class),
                selectClass(Lifecycle.FailsAfter.class),
                selectClass(Lifecycle.Skipped.class),
                selectClass(Lifecycle.Aborts.class),
                selectClass(Lifecycle.Template.class));
    }

    @Test
    void that_fails_before_its_tests_fails_each_of_them() {
        assertThat(names(of(Lifecycle.FailsBefore.class, results.testEvents().failed())))
                .containsExactlyInAnyOrder("one() [host]", "two() [host]", "three() [host]");
        assertThat(failure(results.testEvents(), "three() [host]")).hasMessage("no set-up");
        assertThat(names(of(
                        Lifecycle.FailsBefore.class, results.containerEvents().failed())))
                .isEmpty();
    }

    @Test
    void that_fails_after_its_tests_adds_a_failing_test() {
        assertThat(names(of(Lifecycle.FailsAfter.class, results.testEvents().succeeded())))
                .containsExactly("one() [host]");
        assertThat(failure(results.testEvents(), "lifecycle of the class [host]"))
                .hasMessage("no teardown");
    }

    @Test
    void that_is_skipped_skips_each_of_its_tests() {
        assertThat(names(of(Lifecycle.Skipped.class, results.testEvents().skipped())))
                .containsExactlyInAnyOrder("one() [host]", "two() [host]");
    }

    @Test
    void that_is_aborted_aborts_each_of_its_tests() {
        assertThat(names(of(Lifecycle.Aborts.class, results.testEvents().aborted())))
                .containsExactly("one() [host]");
    }

    @Test
    void that_is_parameterized_runs_once_for_each_argument() {
        assertThat(names(of(Lifecycle.Template.class, results.testEvents().succeeded())))
                .containsExactly("one() [host]", "one() [host]");
        assertThat(of(Lifecycle.Template.class, results.testEvents().failed())).isEmpty();
    }

    private static List<Event> of(Class<?> type, Events events) {
        return events.stream()
                .filter(event ->
                        event.getTestDescriptor().getUniqueId().toString().contains(type.getName() + "]"))
                .toList();
    }
}
