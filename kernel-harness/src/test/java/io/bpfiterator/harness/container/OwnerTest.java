package io.bpfiterator.harness.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {

    private final Owner current = Owner.current();

    @Test
    void is_read_back_from_its_label() {
        assertThat(Owner.of(current.label())).contains(current);
    }

    @Test
    void is_not_gone_while_it_lives() {
        assertThat(current.isVisibleTo(current)).isTrue();
        assertThat(current.isGone()).isFalse();
    }

    @Test
    void is_gone_where_another_process_has_its_number() {
        assertThat(new Owner(current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1).isGone())
                .isTrue();
    }

    @Test
    void can_not_be_seen_from_another_pid_namespace_or_boot() {
        assertThat(new Owner(current.boot(), current.pidNamespace() + 1, 1, 1).isVisibleTo(current))
                .isFalse();
        assertThat(new Owner(current.boot().replace('-', '0'), current.pidNamespace(), 1, 1).isVisibleTo(current))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1/2/3/4", "00000000-0000-0000-0000-000000000000/1/9999999999999999999/1"})
    void is_nobody_where_a_label_is_another_kind(String label) {
        assertThat(Owner.of(label)).isEmpty();
    }

    @Nested
    class A_containers {

        private static final Duration HOURS = Duration.ofHours(23);
        private static final Duration DAYS = Duration.ofHours(25);

        @Test
        void end_makes_it_a_leftover_at_once() {
            Owner gone = new Owner(current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1);

            assertThat(Leftovers.isLeftover(gone.label(), Duration.ZERO)).isTrue();
            assertThat(Leftovers.isLeftover(current.label(), DAYS)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"%s/1/1/1", "00000000-0000-0000-0000-000000000000/1/1/1", "of another version"})
        void whereabouts_that_can_not_be_known_make_it_one_after_a_day(String label) {
            String filled = label.formatted(current.boot());

            assertThat(Leftovers.isLeftover(filled, HOURS)).isFalse();
            assertThat(Leftovers.isLeftover(filled, DAYS)).isTrue();
        }
    }
}
