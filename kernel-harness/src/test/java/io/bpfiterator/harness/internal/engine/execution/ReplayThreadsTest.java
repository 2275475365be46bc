// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReplayThreadsTest {

    private final ReplayThreads threads = new ReplayThreads();

    @AfterEach
    void close() {
        threads.close();
    }

    private Thread threadOf(int number) {
        List<Thread> found = new ArrayList<>();
        threads.run(number, () -> found.add(Thread.currentThread()));
        return found.get(0);
    }

    private static void awaitUninterrupted(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertEnds(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
    }

    @Nested
    class Tasks {

        @Test
        void of_the_first_thread_run_in_the_calling_thread() {
            assertThat(threadOf(0)).isSameAs(Thread.currentThread());
        }

        @Test
        void of_another_thread_run_in_one_thread_of_their_own() {
            Thread third = threadOf(3);

            assertThat(third.getName()).isEqualTo("bpf-iterator replay 3");
            assertThat(threadOf(3)).isSameAs(third);
            assertThat(threadOf(4)).isNotSameAs(third);
        }

        @Test
        void throw_their_exceptions_in_the_calling_thread() {
            IllegalArgumentException thrown = new IllegalArgumentException("refused");

            assertThatThrownBy(() -> threads.run(1, () -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
        }

        @Test
        void throw_their_errors_as_causes() {
            AssertionError thrown = new AssertionError("broken");

            assertThatThrownBy(() -> threads.run(1, () -> {
                        throw thrown;
                    }))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasCause(thrown);
        }

        @Test
        void that_are_interrupted_say_so_and_leave_the_thread_interrupted() {
            CountDownLatch end = new CountDownLatch(1);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> threads.run(7, () -> awaitUninterrupted(end)))
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("Interrupted while replaying the agent's thread 7");
                assertThat(Thread.interrupted()).isTrue();
            } finally {
                end.countDown();
            }
        }
    }

    @Nested
    class Threads {

        @Test
        void end_when_they_are_closed() throws InterruptedException {
            Thread first = threadOf(1);

            threads.close();

            assertEnds(first);
        }

        @Test
        void are_at_most_128_of_which_those_used_last_are_kept() throws InterruptedException {
            List<Thread> all = new ArrayList<>();
            for (int number = 1; number <= 128; number++) {
                all.add(threadOf(number));
            }
            threadOf(1);
            threadOf(129);

            assertEnds(all.get(1));
            assertThat(threadOf(1)).isSameAs(all.get(0));
            assertThat(threadOf(3)).isSameAs(all.get(2));
            assertThat(threadOf(2)).isNotSameAs(all.get(1));
        }
    }
}
