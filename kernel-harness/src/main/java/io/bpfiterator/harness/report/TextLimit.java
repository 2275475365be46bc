package io.bpfiterator.harness.report;

/**
 * Keeps a report to a size that a browser can show: of a long text, the beginning and the end; when there have been very many
 * texts, little of each.
 */
public final class TextLimit {

    /** So many characters of a text are kept, and so many when {@link #OF_ALL} have been. */
    static final int OF_ONE = 64 * 1024;

    static final int OF_LATER_ONES = 1024;

    /** So many characters of a report may be long texts. */
    static final int OF_ALL = 16 * 1024 * 1024;

    private long left;

    /** Makes the limit of one report. */
    public TextLimit() {
        this(OF_ALL);
    }

    TextLimit(long ofAll) {
        this.left = ofAll;
    }

    /** Returns a text, with a line that says how much was cut in place of its middle if it is too long. */
    public String cut(String text) {
        int limit = left >= Math.min(text.length(), OF_ONE) ? OF_ONE : OF_LATER_ONES;
        if (text.length() <= limit) {
            left = Math.max(0, left - text.length());
            return text;
        }
        // The end of a log says what became of it.
        String head = text.substring(0, boundary(text, limit - limit / 4));
        String tail = text.substring(boundary(text, text.length() - limit / 4));
        left = Math.max(0, left - limit);
        return head + "\n… " + (text.length() - head.length() - tail.length()) + " characters are left out here …\n"
                + tail;
    }

    /** Returns a place beside which no character is split. */
    private static int boundary(String text, int index) {
        return Character.isLowSurrogate(text.charAt(index)) && Character.isHighSurrogate(text.charAt(index - 1))
                ? index - 1
                : index;
    }
}
