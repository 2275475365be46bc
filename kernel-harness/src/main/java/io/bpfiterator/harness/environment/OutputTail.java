package io.bpfiterator.harness.environment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Keeps the last lines of an output, however much there is of it. */
public final class OutputTail {

    private static final int LINES = 40;
    private static final int LINE_LIMIT = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    /** Makes a tail that {@link #add} fills. */
    public OutputTail() {}

    /** Reads a stream to its end, in a thread of its own. */
    public static OutputTail of(InputStream stream) {
        OutputTail tail = new OutputTail();
        Thread thread = new Thread(() -> tail.read(stream), "bpf-iterator output");
        thread.setDaemon(true);
        thread.start();
        return tail;
    }

    private void read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            @Nullable String line;
            while ((line = reader.readLine()) != null) {
                add(line);
            }
        } catch (IOException e) {
            add("(the rest could not be read: " + e.getMessage() + ")");
        }
    }

    /** Adds a line, in place of the oldest if there are too many. */
    public synchronized void add(String line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.length() <= LINE_LIMIT ? line : line.substring(0, LINE_LIMIT) + "…");
    }

    /** Returns what there is, without a line end after the last line. */
    public synchronized String text() {
        return String.join("\n", lines);
    }
}
