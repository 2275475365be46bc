// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what the reads of a program's iterators return. */
final class ReadCounts {

    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    /** A call of {@code read(2)} returned output, or the end of it. */
    void read(int count) {
        reads.incrementAndGet();
        bytes.addAndGet(count);
    }

    /** A run has come to its end, which further reads return again. */
    void ended() {
        ended.incrementAndGet();
    }

    /** A call of {@code read(2)} returned {@code EAGAIN}. */
    void repeated() {
        repeated.incrementAndGet();
    }

    OpenRuns.Reads get() {
        return new OpenRuns.Reads(reads.get(), bytes.get(), repeated.get(), ended.get());
    }
}
