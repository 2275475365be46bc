// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what libbpf prints on one thread, including the verifier's log, until it is closed.
 *
 * <p>libbpf has one print function for a process and calls it on the thread that called libbpf. The function is
 * installed once and finds the log of its thread. What libbpf prints while the thread has no open log is discarded.
 */
public final class LibbpfLog implements AutoCloseable {

    private static final int LIBBPF_WARN = 0;
    private static final int LIBBPF_DEBUG = 2;

    /** {@code va_list} has 24 bytes on x86-64 and 32 on aarch64; both pass a pointer to it. */
    private static final int VA_LIST_BYTES = 32;

    private static final ThreadLocal<@Nullable LibbpfLog> CURRENT = new ThreadLocal<>();

    /** Referenced for the life of the JVM, because libbpf keeps its address. */
    private static final Libbpf.PrintFunction PRINT = LibbpfLog::print;

    private static boolean installed;

    private final boolean debug;
    private final @Nullable LibbpfLog enclosing;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder warnings = new StringBuilder();

    private LibbpfLog(boolean debug, @Nullable LibbpfLog enclosing) {
        this.debug = debug;
        this.enclosing = enclosing;
    }

    /** Starts to collect what libbpf prints on this thread; {@code debug} includes libbpf's debug messages. */
    public static LibbpfLog open(boolean debug) {
        install();
        LibbpfLog log = new LibbpfLog(debug, CURRENT.get());
        CURRENT.set(log);
        return log;
    }

    /** Starts to collect as {@link #open} does, after what an earlier log has collected. */
    public static LibbpfLog continuing(LibbpfLog earlier, boolean debug) {
        LibbpfLog log = open(debug);
        log.text.append(earlier.text);
        log.warnings.append(earlier.warnings);
        return log;
    }

    private static synchronized void install() {
        if (!installed) {
            Libbpf.libbpf().libbpf_set_print(PRINT);
            installed = true;
        }
    }

    /** Returns only libbpf's warnings; the verifier's log of a refused program is one of them. */
    public String warnings() {
        return warnings.toString();
    }

    /**
     * Returns libbpf's first warning that is not about a further attempt, which is the nearest to the cause: the later
     * ones report what failed as a result. Empty if libbpf printed none.
     */
    public String firstWarning() {
        return warnings()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.contains("Retrying"))
                .map(line -> line.replaceFirst("^libbpf: ", ""))
                .findFirst()
                .orElse("");
    }

    /** Returns everything that was printed so far. */
    public String text() {
        return text.toString();
    }

    @Override
    public void close() {
        CURRENT.set(enclosing);
    }

    private static int print(int level, String format, Pointer arguments) {
        LibbpfLog log = CURRENT.get();
        if (log != null && (log.debug || level < LIBBPF_DEBUG)) {
            String message = format(format, arguments);
            log.text.append(message);
            if (level == LIBBPF_WARN) {
                log.warnings.append(message);
            }
        }
        return 0;
    }

    /** Formats twice, for the length and for the text. The first run uses a copy, because it consumes its va_list. */
    private static String format(String format, Pointer arguments) {
        Libc libc = Libc.libc();
        Memory copy = new Memory(VA_LIST_BYTES);
        copy.write(0, arguments.getByteArray(0, VA_LIST_BYTES), 0, VA_LIST_BYTES);
        int length = libc.vsnprintf(null, 0, format, copy);
        if (length < 0) {
            return format;
        }
        Memory buffer = new Memory(length + 1L);
        libc.vsnprintf(buffer, buffer.size(), format, arguments);
        return buffer.getString(0, "UTF-8");
    }
}
