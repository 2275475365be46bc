package io.bpfiterator.harness.report;

/** Texts of others in Markdown, of which they must change nothing. */
final class Markdown {

    /** What means something in Markdown, or in the HTML that it may hold; entities mean nothing but themselves. */
    private static final String MARKS = "&<>|\\`*_[]~$@#";

    /** So many times as many characters of a text are looked at as are shown, since some become nothing. */
    private static final int LOOKED_AT = 8;

    private Markdown() {}

    /** Returns a text as one line of code, of at most so many characters. */
    static String code(String text, int length) {
        return "<code>" + escape(line(text, length)) + "</code>";
    }

    /** Returns a text as words in a line of at most so many characters. */
    static String words(String text, int length) {
        return escape(line(text, length));
    }

    private static String line(String text, int length) {
        String stripped = text.stripLeading();
        String line = stripped.substring(0, Math.min(stripped.length(), LOOKED_AT * length))
                .strip()
                .replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
        return line.codePointCount(0, line.length()) <= length
                ? line
                : line.substring(0, line.offsetByCodePoints(0, length)) + "…";
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (MARKS.indexOf(c) >= 0) {
                escaped.append("&#").append((int) c).append(';');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
