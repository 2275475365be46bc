package io.bpfiterator.assertj;

import io.bpfiterator.internal.text.Lines;
import io.bpfiterator.internal.text.Printable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Shortens an iterator's output for a failure message: to its first and last lines, and the number of lines between.
 */
final class Excerpt {

    private static final int FIRST_LINES = 20;
    private static final int LAST_LINES = 5;
    private static final int MAX_LINE_LENGTH = 200;

    private Excerpt() {}

    static String of(String output) {
        return of(Lines.of(output));
    }

    static String of(List<String> lines) {
        return of(lines, line -> line);
    }

    /** Shortens a list with one line per element. Omitted elements are not converted to lines. */
    static <T> String of(List<T> elements, Function<T, String> toLine) {
        int size = elements.size();
        if (size == 0) {
            return "  (nothing)";
        }
        if (size <= FIRST_LINES + LAST_LINES) {
            return lines(elements, toLine);
        }
        return String.join(
                "\n",
                lines(elements.subList(0, FIRST_LINES), toLine),
                "  … " + (size - FIRST_LINES - LAST_LINES) + " of " + size + " lines omitted …",
                lines(elements.subList(size - LAST_LINES, size), toLine));
    }

    private static <T> String lines(List<T> elements, Function<T, String> toLine) {
        return elements.stream().map(toLine).map(Excerpt::line).collect(Collectors.joining("\n"));
    }

    private static String line(String line) {
        String shortened = line.length() > MAX_LINE_LENGTH
                ? line.substring(0, MAX_LINE_LENGTH) + " … (" + line.length() + " characters)"
                : line;
        return "  " + Printable.of(shortened);
    }
}
