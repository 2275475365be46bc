// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.object.Coverage;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;

/** The coverage of all programs that were loaded and closed in this JVM. */
public final class RunCoverage {

    private record Bits(BitSet hits, BitSet kept) {}

    /** Lines are computed once, at the end of a run, not for each load of a program. */
    private static final Map<ProbedProgram, Bits> PROGRAMS = new IdentityHashMap<>();

    private static final CoverageSum OTHERS = new CoverageSum();

    private RunCoverage() {}

    static synchronized void add(ProbedProgram program, BitSet hits, BitSet kept) {
        Bits bits = PROGRAMS.computeIfAbsent(program, added -> new Bits(new BitSet(), new BitSet()));
        bits.hits().or(hits);
        bits.kept().or(kept);
    }

    /** Records that a program ran without a measurement. */
    public static synchronized void add(Coverage.NotMeasured program) {
        OTHERS.add(program);
    }

    /** Returns the coverage until now. */
    public static synchronized Coverage coverage() {
        CoverageSum sum = new CoverageSum().add(OTHERS.sum());
        PROGRAMS.forEach((program, bits) -> sum.add(program.coverage(bits.hits(), bits.kept())));
        return sum.sum();
    }
}
