package io.bpfiterator.reader;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads one run of an iterator with {@code read(2)}, one system call for each chunk.
 *
 * <p>An iterator is no file: it has no size and can't be sought in, so {@code FileInputStream.readAllBytes} fails on it.
 * The kernel runs the program while it is read, and hands out what it has so far; a chunk may be shorter than asked for.
 *
 * <p>Every failure is a {@link BpfException}, at the point of the output where it comes; reading on after the close,
 * but for the end of the output, is an {@link IllegalStateException}.
 */
public final class IteratorInputStream extends InputStream {

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

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

    IteratorInputStream(IteratorSource source, int chunkSize, Duration retryFor, OutputHead head) {
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

    /** Reads what is left of the last chunk, else the next chunk; never more than one system call's worth. */
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

    /** Returns how many bytes can be read without a system call. */
    @Override
    public synchronized int available() {
        return limit - position;
    }

    /** Ends the run; the kernel then releases what the run alone held. */
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
            if (count >= 0) {
                return (int) count;
            }
            int errno = Native.getLastError();
            if (Errno.EINTR.is(errno)) {
                continue;
            }
            boolean tooLong = Duration.ofNanos(System.nanoTime() - start).compareTo(retryFor) > 0;
            if (!Errno.EAGAIN.is(errno) || tooLong) {
                throw failure(errno);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new BpfException(
                        where() + "the thread was interrupted while the kernel answered EAGAIN, by a @Timeout perhaps;"
                                + " the program returns 1, or passes over very many elements without a word",
                        errno);
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    private String where() {
        return "Reading iterator " + name + " failed after " + bytesRead + " bytes: ";
    }

    private BpfException failure(int errno) {
        if (Errno.EAGAIN.is(errno)) {
            return new BpfException(
                    where() + "the kernel answered EAGAIN for " + retryFor.toMillis()
                            + " ms; the program returns 1 for the same element again and again (return 0),"
                            + " or passes over millions of elements without a word (allow more with retryingFor)",
                    errno);
        }
        if (Errno.E2BIG.is(errno)) {
            return new BpfException(
                    where()
                            + "the program printed more for one element than the kernel's buffer holds (8 pages, E2BIG);"
                            + " print less for each element",
                    errno);
        }
        return new BpfException(where() + Errno.describe(errno), errno);
    }
}
