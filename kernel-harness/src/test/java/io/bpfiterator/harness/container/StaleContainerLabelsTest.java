package io.bpfiterator.harness.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.process.ProcessIdentity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the label of a container says about its owner. */
class LeftoverLabelsTest {

    private static final Duration HOURS = Duration.ofHours(23);
    private static final Duration DAYS = Duration.ofHours(25);

    private final ProcessIdentity current = ProcessIdentity.current();

    @Test
    void that_has_ended_makes_it_a_leftover_at_once() {
        ProcessIdentity ended =
                new ProcessIdentity(current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1);

        assertThat(Leftovers.isLeftover(ended.text(), Duration.ZERO)).isTrue();
        assertThat(Leftovers.isLeftover(current.text(), DAYS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s-1-1-1", "000000000000-1-1-1", "of another version"})
    void that_cannot_be_seen_makes_it_one_after_a_day(String label) {
        String filled = label.formatted(current.boot());

        assertThat(Leftovers.isLeftover(filled, HOURS)).isFalse();
        assertThat(Leftovers.isLeftover(filled, DAYS)).isTrue();
    }
}
