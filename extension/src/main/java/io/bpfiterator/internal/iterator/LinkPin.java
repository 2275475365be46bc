// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.bpffs.PinPath;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.iterator.BpfPin;
import io.bpfiterator.iterator.IteratorReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Implements {@link BpfPin}. */
final class LinkPin implements BpfPin {

    private final Owner owner;
    private final String name;
    private final @Nullable Btf btf;
    private final PinPath path;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean persistent;

    LinkPin(Owner owner, String name, @Nullable Btf btf, PinPath path) {
        this.owner = owner;
        this.name = name;
        this.btf = btf;
        this.path = path;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path path() {
        return path.shared();
    }

    @Override
    public IteratorReader reader() {
        return owner.add(new SourceReader(new Source()));
    }

    @Override
    public BpfPin persist() {
        persistent = true;
        return this;
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

    /** Starts runs by opening the pin's file. */
    private final class Source implements IteratorSource {

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
            return Optional.ofNullable(btf);
        }

        @Override
        public OpenRuns runs() {
            return owner.runs();
        }

        @Override
        public int open() {
            if (closed.get()) {
                throw new IllegalStateException("Cannot read iterator " + name
                        + ": it is unpinned. Read it before the test, session or object that pinned it ends.");
            }
            return PinnedIterator.open(name, path.path());
        }
    }
}
