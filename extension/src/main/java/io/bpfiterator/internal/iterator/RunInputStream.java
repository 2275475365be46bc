// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import com.sun.jna.Memory;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.text.Count;
import io.bpfiterator.iterator.IteratorInputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** Implements {@link IteratorInputStream}. */
public final class RunInputStream extends IteratorInputStream {

    private final String name;
    private final Fd fd;
    private final Duration retryFor;
    private final OutputHead head = new OutputHead();
    private final Consumer<OutputHead> latest;
    private final OpenRuns runs;
    private final ReadCounts counts;

    private Memory chunk;
    private int chunkSize;
    private int position;
    private int limit;
    private boolean ended;
    private boolean closed;
    private long bytesRead;

    /** @param latest receives the head of the output once the first read has ended: until then, it is not known */
    RunInputStream(IteratorSource source, int chunkSize, Duration retryFor, Consumer<OutputHead> latest) {
        this.name = source.name();
        this.chunk = new Memory(chunkSize);
        this.chunkSize = chunkSize;
        this.retryFor = retryFor;
        this.latest = latest;
        this.runs = source.runs();
        this.counts = runs.counts(name);
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
    public synchronized void setChunkSize(int bytes) {
        chunkSize = ChunkSize.require(bytes);
    }

    @Override
    public IteratorInputStream persist() {
        runs.closed(this);
        return this;
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
        if (closed && ended) {
            return false;
        }
        position = 0;
        limit = 0;
        boolean isFirst = bytesRead == 0;
        try {
            limit = readChunk();
            if (limit == 0 && !ended) {
                counts.ended();
            }
            ended = limit == 0;
            bytesRead += limit;
            int remembered = Math.min(limit, head.room());
            if (remembered > 0) {
                head.append(chunk.getByteArray(0, remembered));
            }
        } finally {
            if (isFirst) {
                latest.accept(head);
            }
        }
        return !ended;
    }

    private int readChunk() {
        Retries retries = new Retries(retryFor);
        while (true) {
            int descriptor = fd.number();
            resizeChunk();
            long count = Libc.libc().read(descriptor, chunk, chunkSize);
            int errno = Calls.errnoOfLibc(count);
            if (errno == 0) {
                counts.read((int) count);
                return (int) count;
            }
            if (Errno.EINTR.is(errno)) {
                continue;
            }
            if (!Errno.EAGAIN.is(errno)) {
                throw failure(errno);
            }
            counts.repeated();
            if (Thread.currentThread().isInterrupted()) {
                throw noOutput("the thread was interrupted", retries);
            }
            if (!retries.next()) {
                throw noOutput("the time limit has passed", retries);
            }
        }
    }

    private void resizeChunk() {
        if (chunk.size() != chunkSize) {
            chunk.close();
            chunk = new Memory(chunkSize);
        }
    }

    private BpfException failure(int errno) {
        if (Errno.E2BIG.is(errno)) {
            return readFailed(
                            "the program printed more for one element than the kernel's buffer (8 pages) holds", errno)
                    .remedy("Print less per element")
                    .exception();
        }
        return readFailed("", errno).exception();
    }

    private BpfException noOutput(String end, Retries retries) {
        return readFailed("the kernel answered " + retries + " without output, until " + end, Errno.EAGAIN.number())
                .remedy("It answers so if the program returns 1, to be called again for the same element, and after a"
                        + " million elements without output. Return 0 from the program, or allow more time with"
                        + " retryingFor, retrySeconds of @BpfIterator or " + ExtensionSettings.RETRY)
                .exception();
    }

    private Failure readFailed(String cause, int errno) {
        return Failure.failed("Reading iterator " + name + " failed after " + Count.of(bytesRead, "byte"))
                .because(cause)
                .errno(errno);
    }
}
