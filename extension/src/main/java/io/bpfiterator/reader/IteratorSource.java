package io.bpfiterator.reader;

import java.nio.file.Path;
import java.util.Optional;

/** Starts runs of one iterator: by opening its pin, or by asking its link for an anonymous one. */
public interface IteratorSource {

    /** Names the iterator in messages. */
    String name();

    /** Returns the path at which any process can {@code cat} the iterator; empty where it is not pinned. */
    Optional<Path> path();

    /**
     * Starts a new run.
     *
     * @return its file descriptor, which the caller closes
     * @throws IllegalStateException if the iterator is closed
     */
    int open();
}
