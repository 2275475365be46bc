// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;
import static io.bpfiterator.assertj.BpfAssertions.assertThatIllegalArgumentException;
import static io.bpfiterator.assertj.BpfAssertions.eventually;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Assertions that fail at first may pass later. */
@BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
@NeedsKernel
@NeedsMapIterators
class EventuallyTest {

    @Test
    void each_attempt_reads_the_iterator_again(IteratorReader reader, BpfMap<Integer, Long> counters) throws Exception {
        Thread later = new Thread(() -> {
            sleep(50);
            counters.put(1, 42L);
        });
        later.start();
        eventually(() -> assertThat(reader).lines().last().isEqualTo("sum: 42"));
        later.join();
    }

    @Test
    void assertions_run_in_the_callers_thread() {
        Thread caller = Thread.currentThread();
        eventually(() -> assertThat(Thread.currentThread()).isSameAs(caller));
    }

    @Test
    void assertions_that_never_pass_fail_with_the_time_and_the_last_failure(IteratorReader reader) {
        AtomicInteger attempt = new AtomicInteger();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> eventually(Duration.ofMillis(500), () -> {
                    attempt.incrementAndGet();
                    assertThat(reader).hasLines(-attempt.get());
                }))
                .satisfies(failure -> assertThat(failure)
                        .hasMessageMatching("(?s)The assertions did not pass within \\d{3} ms \\(" + attempt.get()
                                + " attempts\\)\\. Last failure: Expected iterator dump_elements .* to print -"
                                + attempt.get()
                                + " lines.*")
                        .cause()
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("to print -" + attempt.get() + " lines, but it printed 1:"));
        assertThat(attempt).hasValueGreaterThan(1);
    }

    @Test
    void another_exception_is_rethrown_at_once() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> eventually(() -> {
                    attempts.incrementAndGet();
                    throw Failure.failed("the reason").exception();
                }))
                .withMessage("the reason");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void a_limit_below_the_interval_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> eventually(Duration.ofMillis(9), () -> {}))
                .withMessage("The limit must be at least 10 ms, but is PT0.009S.");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
