package io.bpfiterator.object;

import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.btf.Btf;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Libc;
import io.bpfiterator.reader.IteratorReader;
import io.bpfiterator.reader.IteratorSource;
import io.bpfiterator.reader.OpenRuns;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A pinned iterator: a file in a bpffs. Each opening of the file starts a run. Closing the pin removes the file, unless
 * {@link #persist} was called.
 */
public final class BpfPin implements AutoCloseable, IteratorSource {

    private final String name;
    private final PinPath path;
    private final BpfObject object;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean persistent;

    BpfPin(BpfObject object, String name, PinPath path) {
        this.name = name;
        this.path = path;
        this.object = object;
    }

    /** Returns a reader, which works until this pin is closed. */
    public IteratorReader reader() {
        return object.latestReaders().add(new IteratorReader(this));
    }

    /**
     * Keeps the file when this pin is closed: the iterator outlives its object and this process until the file is
     * removed. A file in a temporary bpffs is nevertheless removed with the bpffs.
     */
    public BpfPin persist() {
        persistent = true;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Path> path() {
        return Optional.of(path.shared());
    }

    @Override
    public Optional<Btf> btf() {
        return object.btf();
    }

    @Override
    public OpenRuns runs() {
        return object.runs();
    }

    @Override
    public int open() {
        if (closed.get()) {
            throw new IllegalStateException("Cannot read iterator " + name
                    + ": it is unpinned. Read it before the test, session or object that pinned it ends.");
        }
        return PinnedIterator.open(name, path.path());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && !persistent) {
            int errno = Calls.errnoOfLibc(Libc.libc().unlink(path.path().toString()));
            if (errno != 0 && !Errno.ENOENT.is(errno)) {
                throw Failure.failed("Cannot unpin iterator " + name + " from " + path.shared())
                        .errno(errno)
                        .exception();
            }
        }
    }
}
