package io.bpfiterator.internal.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that somebody most likely meant who wrote a wrong one.
 *
 * <p>The distance of two names is that of Damerau and Levenshtein, in its restricted form: the number of characters to
 * insert, to delete, to replace, or to exchange with the next one. Case does not count.
 */
public final class NearestName {

    /** One mistake in so many characters is a slip; more of them are another name. */
    private static final int CHARACTERS_PER_MISTAKE = 4;

    private static final int MOST_MISTAKES = 3;

    private NearestName() {}

    /**
     * Returns the nearest of the right names, the first of several; empty if none is near enough. A name that equals
     * the wrong one is not returned.
     */
    public static Optional<String> of(String wrong, Collection<String> right) {
        return of(wrong, right, MOST_MISTAKES);
    }

    /**
     * Returns the nearest of the right names that is at most so many mistakes away. Where the right names are much
     * alike, the usual number of mistakes makes one of them another.
     */
    public static Optional<String> of(String wrong, Collection<String> right, int mostMistakes) {
        int nearest = Math.min(mostMistakes, Math.max(1, wrong.length() / CHARACTERS_PER_MISTAKE)) + 1;
        Optional<String> found = Optional.empty();
        for (String name : right) {
            int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < nearest && !name.equals(wrong)) {
                nearest = distance;
                found = Optional.of(name);
            }
        }
        return found;
    }

    /** Fills the usual matrix: in row i and column j, the distance of the first i and the first j characters. */
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
        boolean exchanged = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return exchanged ? Math.min(cheapest, 1 + distances[i - 2][j - 2]) : cheapest;
    }
}
