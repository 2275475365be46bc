package io.bpfiterator.reader;

import io.bpfiterator.btf.Btf;
import java.nio.file.Path;
import java.util.Optional;

/** Starts runs of one iterator: by opening its pin, or by asking its link for an anonymous one. */
public interface IteratorSource {

    /** Names the iterator in messages. */
    String name();

    /** Returns the path at which any process can {@code cat} the iterator; empty where it is not pinned. */
    Optional<Path> path();

    /** Returns the types of the object that the iterator's program comes from; empty where they are not known. */
    default Optional<Btf> btf() {
        return Optional.empty();
    }

    /** Returns where the runs are kept until they are closed, so that none outlives the iterator. */
    OpenRuns runs();

    /**
     * Starts a new run.
     *
     * @return its file descriptor, which the caller closes
     * @throws IllegalStateException if the iterator is closed
     */
    int open();
}
