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
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (position < end || fill()) {
            int feed = position;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            line.write(buffer, position, feed - position);
            position = feed + 1;
            if (feed < end) {
                return line.toString(StandardCharsets.UTF_8);
            }
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    /** Reads more bytes. Returns whether there were any. */
    private boolean fill() {
        end = run.read(buffer, 0, buffer.length);
        position = 0;
        return end > 0;
    }
}
