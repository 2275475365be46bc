// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.internal.bpffs.Bpffs;
import io.bpfiterator.internal.bpffs.TemporaryBpffs;
import io.bpfiterator.internal.kernel.Teardown;
import io.bpfiterator.iterator.IteratorReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owns what was opened through a session, an object or a test's fixtures, and closes it newest first: the runs of its
 * iterators, then its resources, then its temporary bpffs.
 */
public final class Owner implements AutoCloseable {

    private final String whenClosed;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final OpenRuns runs = new OpenRuns();
    private final LatestReaders readers = new LatestReaders();
    private @Nullable Bpffs bpffs;
    private boolean closed;

    /**
     * Creates an owner.
     *
     * @param whenClosed the message of the exception for a use after {@link #close}
     */
    public Owner(String whenClosed) {
        this.whenClosed = whenClosed;
    }

    /**
     * Keeps a resource, which is closed before those that were kept earlier.
     *
     * @throws IllegalStateException if this owner is already closed; the resource is then closed immediately
     */
    public synchronized <T extends AutoCloseable> T keep(T resource) {
        resources.push(resource);
        if (closed) {
            close();
            requireOpen();
        }
        return resource;
    }

    /** Returns the temporary bpffs, which is created at the first call. */
    public synchronized Bpffs bpffs() {
        requireOpen();
        Bpffs created = bpffs;
        if (created == null) {
            created = TemporaryBpffs.create();
            bpffs = created;
        }
        return created;
    }

    /** Returns the registry of open runs, which are closed first. */
    public OpenRuns runs() {
        return runs;
    }

    /** Remembers a reader for reports. */
    public IteratorReader add(IteratorReader reader) {
        return readers.add(reader);
    }

    /** Returns the latest readers, at most 16, oldest first. */
    public List<IteratorReader> readers() {
        return readers.list();
    }

    /** Returns whether this owner is closed. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Refuses the use of a closed owner.
     *
     * @throws IllegalStateException if this owner is closed
     */
    public synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException(whenClosed);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Teardown teardown = new Teardown();
        teardown.close(runs);
        while (!resources.isEmpty()) {
            teardown.close(resources.pop());
        }
        // Last, because pins in it are removed through its descriptor.
        if (bpffs != null) {
            teardown.close(bpffs);
        }
        teardown.finish();
    }
}
