// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.iterator.Complexity;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A program on a kernel, with those figures that are known.
 *
 * @param file the name of the object's file, with or without its suffixes
 * @param program the name of the C function
 * @param loads whether the kernel accepts it
 */
public record VerifiedProgram(String file, String program, boolean loads, Map<Figure, Long> figures) {

    public VerifiedProgram {
        Map<Figure, Long> sorted = new EnumMap<>(Figure.class);
        sorted.putAll(figures);
        figures = Collections.unmodifiableMap(sorted);
    }

    /** Returns a program with its complexity. */
    public static VerifiedProgram of(String file, String program, boolean loads, Complexity complexity) {
        Map<Figure, Long> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            put(figures, figure, figure.of(complexity));
        }
        return new VerifiedProgram(file, program, loads, figures);
    }

    static void put(Map<Figure, Long> figures, Figure figure, long value) {
        if (value != 0 || !figure.isUnknownIfZero()) {
            figures.put(figure, value);
        }
    }

    /** Returns the object and the program, as reports name them. */
    String name() {
        return ObjectFile.baseName(file) + ", " + program;
    }
}
