// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.internal.text.Excerpt;

/**
 * Limits a report to a size that a browser can show. A long text is cut to its beginning and its end, and to less once
 * the report has used up its budget. Once it has used up twice its budget, it keeps no text.
 */
public final class TextLimit {

    /** How many characters of a text are kept while the report is within {@link #REPORT_BUDGET}. */
    static final int MAX_TEXT = 64 * 1024;

    /** How many characters of a text are kept afterwards. */
    static final int MAX_TEXT_OVER_BUDGET = 1024;

    /** After how many characters of text a report keeps less of each. */
    static final int REPORT_BUDGET = 16 * 1024 * 1024;

    /** What replaces a text when the report is full. */
    public static final String LEFT_OUT = "(This text is left out, since the report has too much text already.)";

    /** In characters: the least that a text costs, so that the budget limits the number of texts, too. */
    private static final int COST = 100;

    private final long budget;
    private long left;

    /** Creates the limit of one report. */
    public TextLimit() {
        this(REPORT_BUDGET);
    }

    TextLimit(long budget) {
        this.budget = budget;
        this.left = budget;
    }

    /** Returns whether the report keeps no more texts. */
    public boolean isExhausted() {
        return left < -budget;
    }

    /** Returns a text; if it is too long, a line with the number of missing characters replaces its middle. */
    public String cut(String text) {
        if (isExhausted()) {
            return LEFT_OUT;
        }
        int limit = left >= Math.min(text.length(), MAX_TEXT) ? MAX_TEXT : MAX_TEXT_OVER_BUDGET;
        if (text.length() <= limit) {
            left -= Math.max(COST, text.length());
            return text;
        }
        left -= limit;
        return Excerpt.of(text, limit);
    }
}
