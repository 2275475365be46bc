// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.internal.kernel.Teardown;
import io.bpfiterator.iterator.IteratorInputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registers the open runs of an object's iterators. An open run keeps the link and the program in the kernel, so the
 * runs that a test did not close are closed together with the object.
 */
public final class OpenRuns implements AutoCloseable {

    /**
     * What the reads of a program's iterators have returned.
     *
     * @param count the calls of {@code read(2)} that returned output, or the end of it
     * @param bytes the size of the output
     * @param repeated the calls of {@code read(2)} that returned {@code EAGAIN}
     * @param ended the runs that came to their end
     */
    public record Reads(long count, long bytes, long repeated, long ended) {}

    private final Set<IteratorInputStream> open = ConcurrentHashMap.newKeySet();

    private final Map<String, ReadCounts> counts = new ConcurrentHashMap<>();

    /** Returns what was read until now of the iterators with a name, which is that of the program. */
    public Reads readsOf(String name) {
        return counts(name).get();
    }

    ReadCounts counts(String name) {
        return counts.computeIfAbsent(name, created -> new ReadCounts());
    }

    void opened(IteratorInputStream run) {
        open.add(run);
    }

    void closed(IteratorInputStream run) {
        open.remove(run);
    }

    /** Closes every open run, even if closing another one fails. */
    @Override
    public void close() {
        Teardown teardown = new Teardown();
        open.forEach(teardown::close);
        teardown.finish();
    }
}
