package io.bpfiterator.assertj;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;

/** Repeats assertions until they pass. */
final class Retry {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(10);

    private final Duration limit;
    private int attempts;

    Retry(Duration limit) {
        if (limit.compareTo(BETWEEN_ATTEMPTS) < 0) {
            throw new IllegalArgumentException(
                    "The limit must be at least " + BETWEEN_ATTEMPTS.toMillis() + " ms, but is " + limit + ".");
        }
        this.limit = limit;
    }

    void until(ThrowingRunnable assertions) {
        long start = System.nanoTime();
        try {
            // In the calling thread, because a socket iterator shows the network namespace of the thread that opens it.
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
        String message = "The assertions did not pass within " + waited.toMillis() + " ms (" + attempts + " attempts)";
        return last == null
                ? new AssertionError(message + ": the first attempt took too long.", timeout)
                : new AssertionError(message + ". Last failure: " + last.getMessage(), last);
    }
}
