// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.figures;

import io.bpfiterator.iterator.Complexity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/** The figures of all programs that were loaded in this JVM. */
public final class RunFigures {

    /** A program of an object, whatever the number of its loads. */
    public record Program(String object, String name) {}

    private static final BinaryOperator<Complexity> LARGER = BinaryOperator.maxBy(
            Comparator.comparingInt(Complexity::verifiedInstructions).thenComparingInt(Complexity::instructions));

    private static final Map<Program, Complexity> COMPLEXITY = new HashMap<>();
    private static final Map<Program, Cost> COST = new HashMap<>();
    private static final Map<Program, String> NOT_MEASURED = new HashMap<>();

    private RunFigures() {}

    /** Adds the complexity of a program. Of several loads, with other constants, the most complex one counts. */
    public static synchronized void add(Program program, Complexity complexity) {
        COMPLEXITY.merge(program, complexity, RunFigures::larger);
    }

    /** Adds what runs of a program cost. */
    public static synchronized void add(Program program, Cost cost) {
        COST.merge(program, cost, Cost::plus);
    }

    /** Records that the complexity of a program is not known. */
    public static synchronized void notMeasured(Program program, String reason) {
        NOT_MEASURED.putIfAbsent(program, reason);
    }

    /** Returns that of two complexities of a program for which the verifier had to do more. */
    public static Complexity larger(Complexity one, Complexity other) {
        return LARGER.apply(one, other);
    }

    /** Returns the complexity of the programs until now. */
    public static synchronized Map<Program, Complexity> complexity() {
        return Map.copyOf(COMPLEXITY);
    }

    /** Returns what the programs have cost until now. */
    public static synchronized Map<Program, Cost> cost() {
        return Map.copyOf(COST);
    }

    /** Returns why the complexity of programs is not known. */
    public static synchronized Map<Program, String> notMeasured() {
        return Map.copyOf(NOT_MEASURED);
    }
}
