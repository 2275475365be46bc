// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.expected;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what varies between runs by a placeholder.
 *
 * <p>The width of a column depends on what it contains. So blanks beside a masked text become one blank, and those at
 * the start or the end of a line are removed.
 *
 * @param order masks with a lower order are applied first
 */
public record LineMask(int order, Pattern pattern, String placeholder) {

    private static final Pattern LEADING = Pattern.compile("^[ \t]+");
    private static final Pattern TRAILING = Pattern.compile("[ \t]+$");

    /** Masks texts of the user's choice, which may contain addresses and numbers. */
    public static LineMask of(Pattern pattern, String placeholder) {
        return new LineMask(0, pattern, placeholder);
    }

    /** Masks hexadecimal numbers with {@code 0x}, and the 16 digits of {@code %p}, which may all be decimal. */
    public static LineMask addresses() {
        return new LineMask(
                1,
                Pattern.compile("(?<![\\p{Alnum}_])(?:0x\\p{XDigit}+|\\p{XDigit}{16})(?![\\p{Alnum}_])"),
                "<address>");
    }

    /** Masks decimal numbers that are not part of a word. */
    public static LineMask numbers() {
        return new LineMask(2, Pattern.compile("(?<![\\p{Alnum}_])-?\\d+(?:\\.\\d+)?(?![\\p{Alnum}_])"), "<number>");
    }

    /** Returns a line with the placeholder for each match. */
    String in(String line) {
        StringBuilder masked = new StringBuilder();
        int end = 0;
        Matcher matcher = pattern.matcher(line);
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                String before = beside(line.substring(end, matcher.start()), end);
                masked.append(TRAILING.matcher(before).replaceFirst(before.isBlank() && end == 0 ? "" : " "))
                        .append(placeholder);
                end = matcher.end();
            }
        }
        String rest = beside(line.substring(end), end);
        return masked.append(end > 0 && rest.isBlank() ? "" : rest).toString();
    }

    /** Narrows the blanks at the start of a text that follows a placeholder. */
    private static String beside(String text, int start) {
        return start == 0 ? text : LEADING.matcher(text).replaceFirst(" ");
    }
}
