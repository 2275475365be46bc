package io.bpfiterator.reader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers the readers that an owner made last, for reports; each of them holds up to 64 KiB of what it read. */
public final class LatestReaders {

    private static final int LIMIT = 16;

    private final Deque<IteratorReader> readers = new ArrayDeque<>();

    /** Remembers a reader, and forgets the oldest beyond 16. */
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
