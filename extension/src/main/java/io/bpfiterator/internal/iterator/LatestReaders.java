// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.iterator.IteratorReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers the latest readers of an owner for reports. Each reader keeps up to 64 KiB of its output. */
public final class LatestReaders {

    private static final int LIMIT = 16;

    private final Deque<IteratorReader> readers = new ArrayDeque<>();

    /** Adds a reader, and removes the oldest if there are more than 16. */
    public synchronized IteratorReader add(IteratorReader reader) {
        if (readers.size() == LIMIT) {
            readers.removeFirst();
        }
        readers.addLast(reader);
        return reader;
    }

    /** Returns the readers, oldest first. */
    public synchronized List<IteratorReader> list() {
        return List.copyOf(readers);
    }
}
