// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;
import java.nio.file.Path;
import java.util.Optional;

/** An iterator that another process or object has pinned and will unpin. */
public final class PinnedIterator implements IteratorSource {

    private final Path path;
    private final OpenRuns runs;

    /** Creates a source for a file; {@code runs} closes its open runs. */
    public PinnedIterator(Path path, OpenRuns runs) {
        this.path = path;
        this.runs = runs;
    }

    static int open(String name, Path path) {
        return Calls.checkLibc(
                Libc.libc().open(path.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC),
                errno -> failure("Cannot open iterator " + name + " at " + path, errno));
    }

    private static Failure failure(String what, int errno) {
        return Errno.ENOENT.is(errno)
                ? Failure.notFound(what)
                        .because("either it was never pinned there, or the pin was removed")
                        .remedy("Pin it before it is read")
                : Failure.failed(what);
    }

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public Optional<Path> path() {
        return Optional.of(path);
    }

    @Override
    public OpenRuns runs() {
        return runs;
    }

    @Override
    public int open() {
        return open(name(), path);
    }
}
