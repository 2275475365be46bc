// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.iterator.IteratorInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Splits a run into records of equal size. It reads the next chunk only after all records in the buffer. */
final class RecordIterator<T> implements Iterator<T> {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final IteratorInputStream run;
    private final Codec<T> codec;

    /** Contains the bytes that are not yet decoded, between position and limit. */
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
                requireWholeRecords();
                return false;
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
            throw Failure.invalid("Cannot decode record " + records + " of iterator " + name)
                    .because(e)
                    .exception();
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

    /** @throws BpfException if the output ended within a record */
    private void requireWholeRecords() {
        if (buffer.hasRemaining()) {
            throw Failure.invalid("The output of iterator " + name + " ended within record " + records)
                    .because("only " + buffer.remaining() + " of " + codec.size() + " bytes were left")
                    .remedy("Read it as the struct that the program writes")
                    .exception();
        }
    }
}
