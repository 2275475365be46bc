// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps the last lines of an output, in bounded memory however long the output or a line is. */
public final class LastLines {

    private static final int MAX_LINES = 40;
    private static final int MAX_LINE_BYTES = 2000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Creates an instance without lines. */
    public LastLines() {}

    /** Reads an output to its end in a new thread, and returns a future that completes then. */
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
            byte[] note = ("(cannot read the rest: " + CauseText.of(e) + ")").getBytes(StandardCharsets.UTF_8);
            add(note, note.length);
        }
    }

    /** Adds a piece of the output, which may end within a line or a character. */
    public void add(byte[] output) {
        add(output, output.length);
    }

    private synchronized void add(byte[] output, int count) {
        for (int i = 0; i < count; i++) {
            byte b = output[i];
            if (b == '\n') {
                endLine();
            } else if (line.size() < MAX_LINE_BYTES) {
                line.write(b);
            }
        }
    }

    private void endLine() {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
        if (lines.size() > MAX_LINES) {
            lines.remove();
        }
    }

    /**
     * Returns the last lines, including an unfinished one, without a line feed at the end. They are printed to
     * terminals, so control characters are escaped.
     */
    public synchronized String text() {
        List<String> all = new ArrayList<>(lines);
        if (line.size() > 0) {
            all.add(line.toString(StandardCharsets.UTF_8));
        }
        return Printable.of(String.join("\n", all));
    }
}
