// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.internal.text.Count;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Repeats a read to which the kernel answers {@code EAGAIN}. It cannot know whether the kernel has gone on to another
 * element: only output is a sign of progress.
 *
 * <p>A program may return 1 a few times for each of many elements, so reads are repeated at once for a second, and then
 * as other threads leave time. A program that still has no output probably waits for something.
 */
final class Retries {

    private static final long AT_ONCE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long YIELDING_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final long limitNanos;
    private final long start = System.nanoTime();
    private long count;

    /** Starts to count the time without output. */
    Retries(Duration limit) {
        this.limitNanos = nanos(limit);
    }

    private static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Waits until the read should be repeated; returns false if the time limit has passed. */
    boolean next() {
        count++;
        long elapsed = System.nanoTime() - start;
        if (elapsed >= limitNanos) {
            return false;
        }
        if (elapsed >= YIELDING_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
        } else if (elapsed >= AT_ONCE_NANOS) {
            Thread.yield();
        }
        return true;
    }

    /** Returns how many reads the kernel answered in which time. */
    @Override
    public String toString() {
        return Count.of(count, "read") + " in "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms";
    }
}
