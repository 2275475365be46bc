package io.bpfiterator.reader;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Splits a run into records of one size; it reads on only when those that it has are used up. */
final class RecordIterator<T> implements Iterator<T> {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final IteratorInputStream run;
    private final Codec<T> codec;

    /** What was read and not yet decoded lies between position and limit. */
    private final ByteBuffer buffer;

    private long records;

    RecordIterator(String name, IteratorInputStream run, Codec<T> codec) {
        this.name = name;
        this.run = run;
        this.codec = codec;
        this.buffer = ByteBuffer.allocate(Math.max(BUFFER_BYTES, codec.size()))
                .order(ByteOrder.nativeOrder())
                .limit(0);
    }

    @Override
    public boolean hasNext() {
        while (buffer.remaining() < codec.size()) {
            if (!fill()) {
                return complete();
            }
        }
        return true;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int start = buffer.position();
        try {
            T next = codec.decode(buffer);
            records++;
            return next;
        } catch (BpfException e) {
            throw new BpfException("Record " + records + " of iterator " + name + ": " + e.getMessage(), e);
        } finally {
            buffer.position(start + codec.size());
        }
    }

    private boolean fill() {
        buffer.compact();
        int count = run.read(buffer.array(), buffer.position(), buffer.remaining());
        buffer.position(buffer.position() + Math.max(count, 0)).flip();
        return count >= 0;
    }

    /** Always false: there is no next record, and nothing that could be a part of one. */
    private boolean complete() {
        if (buffer.hasRemaining()) {
            throw new BpfException("Iterator " + name + " ended within record " + records + ": " + buffer.remaining()
                    + " of " + codec.size() + " bytes were left; the program writes something else than these records");
        }
        return false;
    }
}
