// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import io.bpfiterator.internal.figures.Cost;
import io.bpfiterator.internal.figures.RunFigures;
import io.bpfiterator.iterator.Complexity;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a program. The components have the names that they have in the JSON.
 *
 * @param object the name of the object's file, up to its first dot
 * @param program the name of the C function
 * @param complexity the complexity; null if it was not measured
 * @param notMeasured why the complexity is not known; null if it is known
 * @param cost what the runs cost; null if it was not measured, or the program was not used
 */
public record ProgramFigures(
        String object,
        String program,
        @Nullable Complexity complexity,
        @Nullable String notMeasured,
        @Nullable Cost cost) {

    public ProgramFigures {
        requireName(object, "object");
        requireName(program, "program");
    }

    /** An agent is not trusted: a line break would end a row of a table. */
    private static void requireName(@Nullable String value, String name) {
        if (value == null || value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("figures of a program have no valid " + name);
        }
    }

    /** Returns the figures of a program that were measured twice, or of which each has a part. */
    ProgramFigures with(ProgramFigures other) {
        Complexity larger = either(complexity, other.complexity, RunFigures::larger);
        return new ProgramFigures(
                object,
                program,
                larger,
                larger == null ? either(notMeasured, other.notMeasured, (one, same) -> one) : null,
                either(cost, other.cost, Cost::plus));
    }

    private static <T> @Nullable T either(@Nullable T one, @Nullable T other, BinaryOperator<T> both) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return both.apply(one, other);
    }
}
