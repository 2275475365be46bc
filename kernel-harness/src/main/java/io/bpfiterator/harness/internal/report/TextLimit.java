package io.bpfiterator.harness.internal.report;

/**
 * Limits a report to a size that a browser can show. A long text is cut to its beginning and its end, and to less once
 * the report has used up its budget.
 */
public final class TextLimit {

    /** How many characters of a text are kept while the report is within {@link #REPORT_BUDGET}. */
    static final int MAX_TEXT = 64 * 1024;

    /** How many characters of a text are kept afterwards. */
    static final int MAX_TEXT_OVER_BUDGET = 1024;

    /** After how many characters of text a report keeps less of each. */
    static final int REPORT_BUDGET = 16 * 1024 * 1024;

    private long left;

    /** Creates the limit of one report. */
    public TextLimit() {
        this(REPORT_BUDGET);
    }

    TextLimit(long budget) {
        this.left = budget;
    }

    /** Returns a text; if it is too long, a line with the number of missing characters replaces its middle. */
    public String cut(String text) {
        int limit = left >= Math.min(text.length(), MAX_TEXT) ? MAX_TEXT : MAX_TEXT_OVER_BUDGET;
        if (text.length() <= limit) {
            left = Math.max(0, left - text.length());
            return text;
        }
        // The end of a log usually has the cause of a failure.
        String head = text.substring(0, boundary(text, limit - limit / 4));
        String tail = text.substring(boundary(text, text.length() - limit / 4));
        left = Math.max(0, left - limit);
        return head + "\n… " + (text.length() - head.length() - tail.length()) + " characters are left out here …\n"
                + tail;
    }

    /** Returns the index, or the one before it if the index would split a surrogate pair. */
    private static int boundary(String text, int index) {
        return Character.isLowSurrogate(text.charAt(index)) && Character.isHighSurrogate(text.charAt(index - 1))
                ? index - 1
                : index;
    }
}
