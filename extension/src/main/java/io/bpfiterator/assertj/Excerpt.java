package io.bpfiterator.assertj;

import io.bpfiterator.reader.IteratorReader;
import java.util.List;
import java.util.stream.Stream;

/** Cuts an iterator's output to what a person reads in a failure: its first and last lines, and how much there was. */
final class Excerpt {

    private static final int FIRST_LINES = 20;
    private static final int LAST_LINES = 5;
    private static final int LINE_LENGTH = 200;

    private Excerpt() {}

    static String of(String output) {
        if (output.isEmpty()) {
            return "  (nothing)";
        }
        List<String> lines = IteratorReader.linesOf(output);
        if (lines.size() <= FIRST_LINES + LAST_LINES) {
            return String.join("\n", lines.stream().map(Excerpt::line).toList());
        }
        String gap = "  … " + (lines.size() - FIRST_LINES - LAST_LINES) + " of " + lines.size() + " lines left out …";
        Stream<String> first = lines.stream().limit(FIRST_LINES).map(Excerpt::line);
        Stream<String> last = lines.stream().skip(lines.size() - LAST_LINES).map(Excerpt::line);
        return String.join(
                "\n",
                Stream.of(first, Stream.of(gap), last).flatMap(part -> part).toList());
    }

    private static String line(String line) {
        String cut = line.length() > LINE_LENGTH
                ? line.substring(0, LINE_LENGTH) + " … (" + line.length() + " characters)"
                : line;
        return "  " + printable(cut);
    }

    /** Shows control characters as {@code \x00}, so that a NUL is seen and a terminal is not upset. */
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (Character.isISOControl(c) && c != '\t') {
                shown.append(String.format("\\x%02x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}
