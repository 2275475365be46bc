package io.bpfiterator.object;

import com.sun.jna.Native;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.btf.Btf;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Libc;
import io.bpfiterator.reader.IteratorReader;
import io.bpfiterator.reader.IteratorSource;
import io.bpfiterator.reader.OpenRuns;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A pinned iterator: a file in a bpffs, each opening of which is a run. Closing it unpins, unless it is to {@link #persist}. */
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

    /** Returns a reader, which works until this is closed. */
    public IteratorReader reader() {
        return object.latestReaders().add(new IteratorReader(this));
    }

    /**
     * Leaves the file where it is when this is closed: the iterator outlives its object and this process, until somebody
     * removes the file. In a temporary bpffs it goes with that all the same.
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
            throw new IllegalStateException(
                    "Iterator " + name + " is unpinned: it can be read until the end of what it was pinned for");
        }
        return PinnedIterator.open(name, path.path());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)
                && !persistent
                && Libc.libc().unlink(path.path().toString()) != 0) {
            int errno = Native.getLastError();
            if (!Errno.ENOENT.is(errno)) {
                throw new BpfException(
                        "Iterator " + name + " can't be unpinned from " + path.shared() + ": " + Errno.describe(errno),
                        errno);
            }
        }
    }
}
