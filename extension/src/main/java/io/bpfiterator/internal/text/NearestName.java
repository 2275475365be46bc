package io.bpfiterator.internal.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the right name for one that was mistyped. */
public final class NearestName {

    private NearestName() {}

    /**
     * Returns the name that is fewest edits away from a wrong one: letters added, left out, replaced or two neighbours
     * exchanged. Returns nothing where every name differs in more than a third of its letters.
     */
    public static Optional<String> of(String wrong, Collection<String> right) {
        return right.stream()
                .filter(name -> distance(wrong, name) <= Math.max(1, Math.max(wrong.length(), name.length()) / 3))
                .min(Comparator.<String>comparingInt(name -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Returns the Damerau-Levenshtein distance in which no part is edited twice. */
    private static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int cheapest(int[][] edits, String from, String to, int i, int j) {
        int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean exchanged =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return exchanged ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
