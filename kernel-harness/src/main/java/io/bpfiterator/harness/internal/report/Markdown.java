// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

/** Escapes untrusted text, so that it changes nothing in Markdown. */
final class Markdown {

    /** Characters with a meaning in Markdown or in HTML; they are written as entities. */
    private static final String SPECIAL = "&<>|\\`*_[]~$@#";

    /** How many characters are read for each one that is shown, as white space and controls collapse. */
    private static final int READ_FACTOR = 8;

    /** Characters that end a line, control a terminal, or change the direction of the text that follows. */
    private static final String CONTROLS = "[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]+";

    private Markdown() {}

    /** Returns a text as code in one line of at most {@code length} characters. */
    static String code(String text, int length) {
        return "<code>" + escape(line(text, length)) + "</code>";
    }

    /** Returns a text in one line of at most {@code length} characters. */
    static String text(String text, int length) {
        return escape(line(text, length));
    }

    private static String line(String text, int length) {
        String stripped = text.stripLeading();
        String line = stripped.substring(0, Math.min(stripped.length(), READ_FACTOR * length))
                .strip()
                .replaceAll(CONTROLS, " ");
        return line.codePointCount(0, line.length()) <= length
                ? line
                : line.substring(0, line.offsetByCodePoints(0, length)) + "…";
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (SPECIAL.indexOf(c) >= 0) {
                escaped.append("&#").append((int) c).append(';');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
