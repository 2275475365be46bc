package io.bpfiterator.harness.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Keeps the last lines of an output, in little memory however long it or one of its lines is. */
final class LastLines {

    private static final int LINES = 40;
    private static final int BYTES_OF_A_LINE = 2000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    synchronized void add(byte[] output) {
        for (byte b : output) {
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
    synchronized String text() {
        List<String> all = new ArrayList<>(lines);
        if (line.size() > 0) {
            all.add(line.toString(StandardCharsets.UTF_8));
        }
        return String.join("\n", all);
    }
}
