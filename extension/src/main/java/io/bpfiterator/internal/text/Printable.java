// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.text;

/** Escapes control characters in output, for terminals and for XML reports, which cannot contain NUL. */
public final class Printable {

    private Printable() {}

    /** Replaces control characters, except tabs and newlines, with escapes such as {@code \\x00}. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (Character.isISOControl(c) && c != '\t' && c != '\n') {
                shown.append(String.format("\\x%02x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}
