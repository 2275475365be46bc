// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.iterator.IteratorInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Splits a run into lines only at {@code \n}, like {@link io.bpfiterator.internal.text.Lines}. */
final class LineIterator implements Iterator<String> {

    private static final int BUFFER_SIZE = 8 << 10;

    private final IteratorInputStream run;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int position;
    private int end;
    private @Nullable String next;

    LineIterator(IteratorInputStream run) {
        this.run = run;
    }

    @Override
    public boolean hasNext() {
        return peek() != null;
    }

    @Override
    public String next() {
        String line = peek();
        if (line == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return line;
    }

    private @Nullable String peek() {
        if (next == null) {
            next = readLine();
        }
        return next;
    }

    private @Nullable String readLine() {
        ByteArrayOutputStream start = new ByteArrayOutputStream(0);
        while (position < end || fill()) {
            int from = position;
            int to = from;
            while (to < end && buffer[to] != '\n') {
                to++;
            }
            position = to + 1;
            if (to < end && start.size() == 0) {
                return new String(buffer, from, to - from, StandardCharsets.UTF_8);
            }
            start.write(buffer, from, to - from);
            if (to < end) {
                return start.toString(StandardCharsets.UTF_8);
            }
        }
        return start.size() == 0 ? null : start.toString(StandardCharsets.UTF_8);
    }

    /** Reads more bytes. Returns whether there were any. */
    private boolean fill() {
        end = run.read(buffer, 0, buffer.length);
        position = 0;
        return end > 0;
    }
}
