// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.coverage;

import io.bpfiterator.object.Coverage;
import io.bpfiterator.object.Coverage.State;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many lines, functions or branches were executed, of those that the verifier has kept.
 *
 * @param all the number of those that were executed or missed
 */
public record Ratio(long hit, long all) {

    /** Returns the ratio of the lines. */
    public static Ratio ofLines(Coverage coverage) {
        return of(coverage.lines().stream().map(Coverage.Line::state));
    }

    /** Returns the ratio of the functions. */
    public static Ratio ofFunctions(Coverage coverage) {
        return of(coverage.functions().stream().map(Coverage.Function::state));
    }

    /** Returns the ratio of the branches. */
    public static Ratio ofBranches(Coverage coverage) {
        return of(coverage.branches().stream().map(Coverage.Branch::state));
    }

    private static Ratio of(Stream<State> states) {
        long hit = 0;
        long all = 0;
        for (State state : (Iterable<State>) states::iterator) {
            hit += state == State.HIT ? 1 : 0;
            all += state == State.UNREACHABLE ? 0 : 1;
        }
        return new Ratio(hit, all);
    }

    /** Returns the ratio in percent; 100 if there is nothing to execute. */
    public double percent() {
        return all == 0 ? 100 : 100.0 * hit / all;
    }

    /** Returns the ratio as text: {@code 75.0 % (3 of 4)}; never rounded up to 100. */
    @Override
    public String toString() {
        double rounded = Math.floor(percent() * 10) / 10;
        return all == 0 ? "none" : String.format(Locale.ROOT, "%.1f %% (%d of %d)", rounded, hit, all);
    }
}
