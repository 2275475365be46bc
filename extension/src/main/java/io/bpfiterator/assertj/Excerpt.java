// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import io.bpfiterator.internal.text.Count;
import io.bpfiterator.internal.text.Lines;
import io.bpfiterator.internal.text.Printable;
import java.util.ArrayList;
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

    /** The lines that are shown before and after one at a position. */
    private static final int BEFORE = 6;

    private static final int AFTER = 6;

    private static final String MARK = "> ";

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

    /**
     * Shortens a list to the lines around the one at a position, which is marked. Without a position, returns the first
     * and the last lines.
     *
     * @param headers the number of lines at the beginning that are always shown
     */
    static <T> String around(List<T> elements, Function<T, String> toLine, int position, int headers) {
        if (position < 0 || position >= elements.size()) {
            return of(elements, toLine);
        }
        boolean whole = elements.size() <= FIRST_LINES + LAST_LINES;
        int start = whole || position - BEFORE <= headers ? 0 : position - BEFORE;
        int end = whole ? elements.size() : Math.min(elements.size(), position + AFTER + 1);
        List<String> shown = new ArrayList<>();
        if (start > headers) {
            elements.subList(0, headers).forEach(header -> shown.add(line(toLine.apply(header))));
            shown.add("  … " + (start - headers) + " of " + Count.of(elements.size(), "line") + " omitted …");
        }
        for (int i = start; i < end; i++) {
            String line = line(toLine.apply(elements.get(i)));
            shown.add(i == position ? MARK + line.substring(MARK.length()) : line);
        }
        if (end < elements.size()) {
            shown.add("  … " + (elements.size() - end) + " of " + Count.of(elements.size(), "line") + " omitted …");
        }
        return String.join("\n", shown);
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
