package io.bpfiterator.libbpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what libbpf prints, the verifier's log among it, from open to close, on one thread.
 *
 * <p>libbpf has one print function for a process and calls it on the thread that called libbpf; it is installed once, and
 * looks for the log of its thread. What libbpf prints while no log is open goes nowhere.
 */
public final class LibbpfLog implements AutoCloseable {

    private static final int LIBBPF_WARN = 0;
    private static final int LIBBPF_DEBUG = 2;

    /** {@code va_list} is 24 bytes on x86-64 and 32 on aarch64; both are passed as a pointer to it. */
    private static final int VA_LIST_BYTES = 32;

    private static final ThreadLocal<@Nullable LibbpfLog> CURRENT = new ThreadLocal<>();

    /** Held for the life of the JVM: libbpf keeps its address. */
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

    /** Starts to collect, with libbpf's debug messages if {@code debug}. */
    public static LibbpfLog open(boolean debug) {
        install();
        LibbpfLog log = new LibbpfLog(debug, CURRENT.get());
        CURRENT.set(log);
        return log;
    }

    private static synchronized void install() {
        if (!installed) {
            Libbpf.libbpf().libbpf_set_print(PRINT);
            installed = true;
        }
    }

    /** Returns libbpf's warnings alone; the verifier's log of a program that was refused is one. */
    public String warnings() {
        return warnings.toString();
    }

    /** Returns what has been printed so far. */
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

    /** Formats twice, for the length and for the text; the first run works on a copy, since it uses up its va_list. */
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
