package io.bpfiterator.harness.environment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps the last lines of an output, in little memory however long it or one of its lines is. */
public final class LastLines {

    private static final int LINES = 40;
    private static final int BYTES_OF_A_LINE = 2000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Makes an empty one. */
    public LastLines() {}

    /** Reads an output to its end, in a thread of its own; what is returned completes then. */
    public CompletableFuture<Void> follow(InputStream output) {
        return CompletableFuture.runAsync(() -> read(output), task -> DaemonThread.start("output", task));
    }

    private void read(InputStream output) {
        byte[] bytes = new byte[8192];
        try (output) {
            for (int count = output.read(bytes); count != -1; count = output.read(bytes)) {
                add(bytes, count);
            }
        } catch (IOException e) {
            byte[] note = ("(the rest can't be read: " + e.getMessage() + ")").getBytes(StandardCharsets.UTF_8);
            add(note, note.length);
        }
    }

    /** Adds a piece of the output, which may end anywhere. */
    public void add(byte[] output) {
        add(output, output.length);
    }

    private synchronized void add(byte[] output, int count) {
        for (int i = 0; i < count; i++) {
            byte b = output[i];
            if (b == '\n') {
                endLine();
            } else if (line.size() < BYTES_OF_A_LINE) {
                line.write(b);
            }
        }
    }

    private void endLine() {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
        if (lines.size() > LINES) {
            lines.remove();
        }
    }

    /** Returns the lines with what stands after the last of them, without a line feed at the end. */
    public synchronized String text() {
        List<String> all = new ArrayList<>(lines);
        if (line.size() > 0) {
            all.add(line.toString(StandardCharsets.UTF_8));
        }
        return String.join("\n", all);
    }
}
