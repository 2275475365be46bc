package io.bpfiterator.assertj;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;

/** Repeats assertions until they pass. */
final class Waiting {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(10);

    private final Duration limit;
    private int attempts;

    Waiting(Duration limit) {
        if (limit.compareTo(BETWEEN_ATTEMPTS) < 0) {
            throw new IllegalArgumentException(
                    "waiting lasts at least " + BETWEEN_ATTEMPTS.toMillis() + " ms, not " + limit);
        }
        this.limit = limit;
    }

    void until(ThrowingRunnable assertions) {
        long start = System.nanoTime();
        try {
            // In the caller's thread: a thread has its own network namespace, and an iterator walks that of its reader.
            Awaitility.await()
                    .pollInSameThread()
                    .dontCatchUncaughtExceptions()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(BETWEEN_ATTEMPTS)
                    .atMost(limit)
                    .untilAsserted(() -> {
                        attempts++;
                        assertions.run();
                    });
        } catch (ConditionTimeoutException e) {
            throw failure(Duration.ofNanos(System.nanoTime() - start), e);
        }
    }

    private AssertionError failure(Duration waited, ConditionTimeoutException timeout) {
        Throwable last = timeout.getCause();
        String words = "Not within " + waited.toMillis() + " ms, tried " + attempts + " times";
        return last == null
                ? new AssertionError(words + ": the assertions took too long", timeout)
                : new AssertionError(words + "; at last: " + last.getMessage(), last);
    }
}
