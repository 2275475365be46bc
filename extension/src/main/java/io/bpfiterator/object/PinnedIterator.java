package io.bpfiterator.object;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Libc;
import io.bpfiterator.reader.IteratorSource;
import io.bpfiterator.reader.OpenRuns;
import java.nio.file.Path;
import java.util.Optional;

/** An iterator that another process or object has pinned and will unpin. Closing it ends its open runs. */
public final class PinnedIterator implements IteratorSource, AutoCloseable {

    private final Path path;
    private final OpenRuns runs = new OpenRuns();

    public PinnedIterator(Path path) {
        this.path = path;
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

    @Override
    public void close() {
        runs.close();
    }
}
