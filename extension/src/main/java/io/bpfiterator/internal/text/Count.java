// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.text;

/** Writes numbers with their nouns. */
public final class Count {

    private Count() {}

    /** Returns a number with its noun: {@code 1 row}, {@code 2 rows}. The plural adds an {@code s}. */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Returns the beginning of a sentence about a number of things: {@code 1 row was}, {@code 2 rows were}. */
    public static String were(long number, String noun) {
        return of(number, noun) + (number == 1 ? " was" : " were");
    }
}
