// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import io.bpfiterator.internal.text.Count;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Repeats assertions until they pass. */
final class Retry {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(10);

    private final Duration limit;

    Retry(Duration limit) {
        if (limit.compareTo(BETWEEN_ATTEMPTS) < 0) {
            throw new IllegalArgumentException(
                    "The limit must be at least " + BETWEEN_ATTEMPTS.toMillis() + " ms, but is " + limit + ".");
        }
        this.limit = limit;
    }

    /**
     * Repeats in the calling thread, because a socket iterator shows the network namespace of the thread that opens it.
     * Throws other exceptions than failed assertions at once.
     */
    void until(ThrowingCallable assertions) {
        long start = System.nanoTime();
        int attempts = 0;
        while (true) {
            try {
                attempts++;
                assertions.call();
                return;
            } catch (AssertionError failure) {
                Duration waited = Duration.ofNanos(System.nanoTime() - start);
                if (waited.compareTo(limit) >= 0 || Thread.currentThread().isInterrupted()) {
                    throw new AssertionError(
                            "The assertions did not pass within " + waited.toMillis() + " ms ("
                                    + Count.of(attempts, "attempt") + "). Last failure: " + failure.getMessage(),
                            failure);
                }
            } catch (Throwable other) {
                Retry.<RuntimeException>rethrow(other);
            }
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
        }
    }

    /** Throws an exception as it is, although it may be a checked one. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable exception) throws E {
        throw (E) exception;
    }
}
