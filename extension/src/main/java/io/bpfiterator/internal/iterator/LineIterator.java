package io.bpfiterator.internal.iterator;

import io.bpfiterator.iterator.IteratorInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Splits a run into lines only at {@code \n}, like {@link io.bpfiterator.internal.text.Lines}. */
final class LineIterator implements Iterator<String> {

    private final IteratorInputStream run;
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
        int first = run.read();
        if (first < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = first; b >= 0 && b != '\n'; b = run.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
