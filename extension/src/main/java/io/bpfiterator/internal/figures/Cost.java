// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.figures;

import io.bpfiterator.internal.text.Count;

/**
 * What the runs of a program cost, and what they returned. The names are those in the report's JSON.
 *
 * @param runs how often the kernel called the program; 0 if it does not count
 * @param nanoseconds the time in it
 * @param walks how many reads of an iterator came to its end, where the kernel calls the program without an element
 * @param reads the calls of {@code read(2)} with output, or with the end of it
 * @param bytes the output
 * @param repeatedReads the calls of {@code read(2)} that returned {@code EAGAIN}
 */
public record Cost(long runs, long nanoseconds, long walks, long reads, long bytes, long repeatedReads) {

    /** Nothing. */
    public static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0);

    /** Returns the sum of two costs. */
    public Cost plus(Cost other) {
        return new Cost(
                runs + other.runs,
                nanoseconds + other.nanoseconds,
                walks + other.walks,
                reads + other.reads,
                bytes + other.bytes,
                repeatedReads + other.repeatedReads);
    }

    Cost minus(Cost other) {
        return new Cost(
                runs - other.runs,
                nanoseconds - other.nanoseconds,
                walks - other.walks,
                reads - other.reads,
                bytes - other.bytes,
                repeatedReads - other.repeatedReads);
    }

    /**
     * Returns how often the kernel called an iterator for an element; more often than there are elements if the output
     * of some did not fit into the kernel's buffer, which then calls the program again.
     */
    public long elements() {
        return Math.max(0, runs - walks);
    }

    /** Returns the mean time of a run; 0 without one. */
    public long nanosecondsPerRun() {
        return runs == 0 ? 0 : nanoseconds / runs;
    }

    @Override
    public String toString() {
        String counted = runs == 0
                ? "runs not counted"
                : Count.of(runs, "run") + ", " + nanosecondsPerRun() + " ns each; " + Count.of(elements(), "element")
                        + " in " + Count.of(walks, "walk");
        return counted + "; " + Count.of(bytes, "byte") + " in " + Count.of(reads, "read") + ", " + repeatedReads
                + " repeated (EAGAIN)";
    }
}
