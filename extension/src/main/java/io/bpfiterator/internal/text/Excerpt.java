// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.text;

/** Shortens long texts to their beginning and their end. */
public final class Excerpt {

    private Excerpt() {}

    /**
     * Returns a text; if it has more than {@code limit} characters, a line with the number of missing characters
     * replaces its middle. The result is longer than the limit by that line.
     */
    public static String of(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        // The end of a log usually has the cause of a failure.
        String head = text.substring(0, boundary(text, limit - limit / 4));
        String tail = text.substring(boundary(text, text.length() - limit / 4));
        return head + "\n… " + (text.length() - head.length() - tail.length()) + " characters are left out here …\n"
                + tail;
    }

    /** Returns the index, or the one before it if the index would split a surrogate pair. */
    private static int boundary(String text, int index) {
        boolean splits = index > 0
                && index < text.length()
                && Character.isLowSurrogate(text.charAt(index))
                && Character.isHighSurrogate(text.charAt(index - 1));
        return splits ? index - 1 : index;
    }
}
