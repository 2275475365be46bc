// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.internal.btf.Btf;
import java.nio.file.Path;
import java.util.Optional;

/** Starts runs of one iterator, by opening its pinned file or by creating an anonymous file from its link. */
public interface IteratorSource {

    /** Returns the iterator's name for messages. */
    String name();

    /** Returns the path of the pinned file; empty if the iterator is not pinned. */
    Optional<Path> path();

    /** Returns the BTF of the program's object; empty if it is not available. */
    default Optional<Btf> btf() {
        return Optional.empty();
    }

    /** Returns the registry of open runs, which are closed together with the iterator. */
    OpenRuns runs();

    /**
     * Starts a new run.
     *
     * @return the file descriptor of the run, which the caller must close
     * @throws IllegalStateException if the iterator is closed
     */
    int open();
}
