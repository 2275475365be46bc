// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.trace;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.CauseText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest lines that BPF programs printed with {@code bpf_printk}, from any process, after the first
 * object that calls it was loaded in this JVM.
 */
public final class PrintkLog {

    private static final int LIMIT = 256 * 1024;

    private static @Nullable TraceInstance instance;
    private static String refusal = "";

    private static final StringBuilder LATEST = new StringBuilder();

    /** The number of characters that were removed from the start. */
    private static long removed;

    private PrintkLog() {}

    /** Starts to record, unless that was done or has failed before. */
    public static synchronized void start() {
        if (instance == null && refusal.isEmpty()) {
            try {
                TraceInstance created = TraceInstance.create();
                instance = created;
                Runtime.getRuntime().addShutdownHook(new Thread(created::close, "bpf-iterator-trace"));
            } catch (IOException | BpfException e) {
                refusal = "Cannot read what bpf_printk printed: " + CauseText.of(e);
            }
        }
    }

    /** Returns the position after the last line, for {@link #since}. */
    public static synchronized long position() {
        update();
        return removed + LATEST.length();
    }

    /** Returns the lines after a position, or a sentence with the reason why they cannot be read. */
    public static synchronized String since(long position) {
        update();
        if (!refusal.isEmpty()) {
            return refusal;
        }
        return position >= removed
                ? LATEST.substring((int) (position - removed))
                : "(earlier lines are omitted)\n" + LATEST;
    }

    private static void update() {
        if (instance != null) {
            LATEST.append(instance.read());
            int surplus = LATEST.length() - LIMIT;
            if (surplus > 0) {
                int lineEnd = LATEST.indexOf("\n", surplus);
                int end = lineEnd < 0 ? LATEST.length() : lineEnd + 1;
                LATEST.delete(0, end);
                removed += end;
            }
        }
    }
}
