// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.process.ProcessIdentity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which owners make a container stale. */
class StaleContainerLabelsTest {

    private static final Duration HOURS = Duration.ofHours(23);
    private static final Duration DAYS = Duration.ofHours(25);

    private final ProcessIdentity current = ProcessIdentity.current();

    @Test
    void of_a_process_that_has_ended_makes_a_container_stale_at_once() {
        ProcessIdentity ended =
                new ProcessIdentity(current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1);

        assertThat(StaleContainers.isStale(ended.text(), Duration.ZERO)).isTrue();
        assertThat(StaleContainers.isStale(current.text(), DAYS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s-1-1-1", "000000000000-1-1-1", "of another version"})
    void of_an_invisible_process_makes_a_container_stale_after_a_day(String label) {
        String filled = label.formatted(current.boot());

        assertThat(StaleContainers.isStale(filled, HOURS)).isFalse();
        assertThat(StaleContainers.isStale(filled, DAYS)).isTrue();
    }
}
