package io.bpfiterator.internal.iterator;

import com.sun.jna.Memory;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.text.Count;
import io.bpfiterator.iterator.IteratorInputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Implements {@link IteratorInputStream}. */
public final class RunInputStream extends IteratorInputStream {

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private static final String CAUSES_OF_EAGAIN = "either it returns 1 instead of 0 for the same element every time,"
            + " or it skips millions of elements without printing";

    private final String name;
    private final Fd fd;
    private final Memory chunk;
    private final Duration retryFor;
    private final OutputHead head;
    private final OpenRuns runs;

    private int position;
    private int limit;
    private boolean ended;
    private boolean closed;
    private long bytesRead;

    RunInputStream(IteratorSource source, int chunkSize, Duration retryFor, OutputHead head) {
        this.name = source.name();
        this.chunk = new Memory(chunkSize);
        this.retryFor = retryFor;
        this.head = head;
        this.runs = source.runs();
        this.fd = new Fd(source.open(), "this run of iterator " + name);
        runs.opened(this);
    }

    @Override
    public synchronized int read() {
        return fill() ? chunk.getByte(position++) & 0xff : -1;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        chunk.read(position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public synchronized int available() {
        return limit - position;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            runs.closed(this);
            limit = position;
            chunk.close();
            fd.close();
        }
    }

    private boolean fill() {
        if (position < limit) {
            return true;
        }
        if (!ended) {
            limit = readChunk();
            position = 0;
            ended = limit == 0;
            bytesRead += limit;
            int remembered = Math.min(limit, head.room());
            if (remembered > 0) {
                head.append(chunk.getByteArray(0, remembered));
            }
        }
        return !ended;
    }

    private int readChunk() {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            int descriptor = fd.number();
            long count = Libc.libc().read(descriptor, chunk, chunk.size());
            int errno = Calls.errnoOfLibc(count);
            if (errno == 0) {
                return (int) count;
            }
            if (Errno.EINTR.is(errno)) {
                continue;
            }
            boolean timedOut = Duration.ofNanos(System.nanoTime() - start).compareTo(retryFor) > 0;
            if (!Errno.EAGAIN.is(errno) || timedOut) {
                throw failure(errno);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw readFailed("the thread was interrupted while it retried the read", errno)
                        .remedy("If a @Timeout interrupted it, check the program: " + CAUSES_OF_EAGAIN)
                        .exception();
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    private Failure readFailed(String cause, int errno) {
        return Failure.failed("Reading iterator " + name + " failed after " + Count.of(bytesRead, "byte"))
                .because(cause)
                .errno(errno);
    }

    private BpfException failure(int errno) {
        if (Errno.EAGAIN.is(errno)) {
            return readFailed("the kernel returned no output for " + retryFor.toMillis() + " ms", errno)
                    .remedy("Check the program: " + CAUSES_OF_EAGAIN + ". To wait longer, use retryingFor")
                    .exception();
        }
        if (Errno.E2BIG.is(errno)) {
            return readFailed(
                            "the program printed more for one element than the kernel's buffer (8 pages) holds", errno)
                    .remedy("Print less per element")
                    .exception();
        }
        return readFailed("", errno).exception();
    }
}
