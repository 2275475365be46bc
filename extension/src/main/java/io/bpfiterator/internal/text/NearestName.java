// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known name that was most likely meant by a misspelt one.
 *
 * <p>The distance of two names is their optimal string alignment distance (restricted Damerau-Levenshtein): the number
 * of characters to insert, delete, replace, or transpose with the next one. Case is ignored.
 */
public final class NearestName {

    /** One edit per this number of characters is a typing error; more edits make another name. */
    private static final int CHARACTERS_PER_EDIT = 4;

    private static final int MAX_EDITS = 3;

    private NearestName() {}

    /**
     * Returns the nearest of the known names, the first of several equally near ones; empty if no name is near enough.
     * A name that equals the wrong one is not returned.
     */
    public static Optional<String> of(String wrong, Collection<String> known) {
        return of(wrong, known, MAX_EDITS);
    }

    /**
     * Returns the nearest of the known names that differs by at most {@code maxEdits} characters, for names that
     * resemble one another.
     */
    public static Optional<String> of(String wrong, Collection<String> known, int maxEdits) {
        int nearest = Math.min(maxEdits, Math.max(1, wrong.length() / CHARACTERS_PER_EDIT)) + 1;
        Optional<String> found = Optional.empty();
        for (String name : known) {
            int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < nearest && !name.equals(wrong)) {
                nearest = distance;
                found = Optional.of(name);
            }
        }
        return found;
    }

    /** Returns a question for the nearest of the known names, after a separator; empty if no name is near enough. */
    public static String question(String separator, String wrong, Collection<String> known) {
        return of(wrong, known)
                .map(nearest -> separator + "Did you mean " + nearest + "?")
                .orElse("");
    }

    /** Fills the usual matrix: row i, column j contains the distance of the first i and the first j characters. */
    private static int distance(String a, String b) {
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, distances);
            }
        }
        return distances[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] distances) {
        int replaced = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int cheapest = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        boolean transposed = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return transposed ? Math.min(cheapest, 1 + distances[i - 2][j - 2]) : cheapest;
    }
}
