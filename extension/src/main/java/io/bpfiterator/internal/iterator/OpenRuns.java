// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.internal.kernel.Teardown;
import io.bpfiterator.iterator.IteratorInputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registers the open runs of an object's iterators. An open run keeps the link and the program in the kernel, so the
 * runs that a test did not close are closed together with the object.
 */
public final class OpenRuns implements AutoCloseable {

    private final Set<IteratorInputStream> open = ConcurrentHashMap.newKeySet();

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
