// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.table;

/** Finds the white space of ASCII between cells. */
final class Blanks {

    private static final String BLANKS = " \t\n\u000b\f\r";

    private Blanks() {}

    static boolean isBlank(char character) {
        return character <= ' ' && BLANKS.indexOf(character) >= 0;
    }

    /** Returns the position of the first character from a position that is not blank, or else the line's length. */
    static int skip(String line, int from) {
        int position = from;
        while (position < line.length() && isBlank(line.charAt(position))) {
            position++;
        }
        return position;
    }

    /** Returns the position of the first blank from a position, or else the line's length. */
    static int find(String line, int from) {
        int position = from;
        while (position < line.length() && !isBlank(line.charAt(position))) {
            position++;
        }
        return position;
    }

    /** Returns a part of a line without the blanks around it. */
    static String strip(String line, int from, int to) {
        int start = Math.min(skip(line, from), to);
        int end = to;
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }
}
