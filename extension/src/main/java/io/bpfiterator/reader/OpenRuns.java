package io.bpfiterator.reader;

import io.bpfiterator.kernel.Teardown;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs of an object's iterators that are being read. An open run keeps the link and the program in the kernel, so what
 * a reader left open is closed with the object.
 */
public final class OpenRuns implements AutoCloseable {

    private final Set<IteratorInputStream> open = ConcurrentHashMap.newKeySet();

    void opened(IteratorInputStream run) {
        open.add(run);
    }

    void closed(IteratorInputStream run) {
        open.remove(run);
    }

    /** Closes every run that is still open, each even if an earlier one failed to. */
    @Override
    public void close() {
        Teardown teardown = new Teardown();
        open.forEach(teardown::close);
        teardown.finish();
    }
}
