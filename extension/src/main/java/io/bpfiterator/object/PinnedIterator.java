package io.bpfiterator.object;

import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Libc;
import io.bpfiterator.reader.IteratorSource;
import io.bpfiterator.reader.OpenRuns;
import java.nio.file.Path;
import java.util.Optional;

/** An iterator that somebody else has pinned, and will unpin. Closing this ends its open runs. */
public final class PinnedIterator implements IteratorSource, AutoCloseable {

    private final Path path;
    private final OpenRuns runs = new OpenRuns();

    public PinnedIterator(Path path) {
        this.path = path;
    }

    static int open(String name, Path path) {
        int fd = Libc.libc().open(path.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (fd < 0) {
            int errno = Native.getLastError();
            throw new BpfException(
                    "Iterator " + name + " can't be opened at " + path + ": " + Errno.describe(errno)
                            + (Errno.ENOENT.is(errno) ? "; nobody pinned it there, or somebody removed the pin" : ""),
                    errno);
        }
        return fd;
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
