// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import io.bpfiterator.iterator.Complexity;

/** Figures for tests. */
public final class SampleFigures {

    private SampleFigures() {}

    /** Returns a complexity, of which most figures follow from the verified instructions. */
    public static Complexity complexity(int verifiedInstructions) {
        return new Complexity(
                verifiedInstructions / 2, verifiedInstructions * 3, verifiedInstructions, 9, 8, 2, 1, 64, 120);
    }

    /** Returns the figures of a program. */
    public static ProgramFigures program(String object, String program, Complexity complexity) {
        return new ProgramFigures(object, program, complexity, null, null);
    }
}
