package io.bpfiterator.reader;

/** Makes any output fit to be shown to a person, and to stand in a report's XML, which allows no NUL. */
public final class Printable {

    private Printable() {}

    /** Shows control characters, but for tabs and ends of lines, as {@code \\x00}. */
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
