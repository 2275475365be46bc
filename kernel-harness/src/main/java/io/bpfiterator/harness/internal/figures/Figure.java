// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import io.bpfiterator.iterator.Complexity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** A figure of a program's complexity, with the names that {@code veristat} has for it, the usual one first. */
enum Figure {
    VERIFIED_INSTRUCTIONS("verified instructions", Complexity::verifiedInstructions, "total_insns", "insns"),
    TOTAL_STATES("states", Complexity::totalStates, "total_states", "states"),
    PEAK_STATES("peak states", Complexity::peakStates, "peak_states"),
    MAX_STATES_PER_INSTRUCTION("states per instruction", Complexity::maxStatesPerInstruction, "max_states_per_insn"),
    LONGEST_MARK_READ("longest mark", Complexity::longestMarkRead, "max_mark_read_len", "mark_read"),
    STACK_DEPTH("stack depth", Complexity::stackDepth, "stack_depth", "stack"),

    /** veristat's {@code prog_size} is another one, that of the program before its verification. */
    INSTRUCTIONS("instructions", Complexity::instructions),
    JITED_BYTES("jited bytes", Complexity::jitedBytes, "prog_size_jited"),
    VERIFICATION_TIME("verification time", Complexity::verificationMicroseconds, "duration", "dur");

    private final String title;
    private final ToLongFunction<Complexity> value;
    private final List<String> columns;

    Figure(String title, ToLongFunction<Complexity> value, String... columns) {
        this.title = title;
        this.value = value;
        this.columns = List.of(columns);
    }

    String title() {
        return title;
    }

    long of(Complexity complexity) {
        return value.applyAsLong(complexity);
    }

    /** Returns the name of veristat's column; only for a figure that has one. */
    String column() {
        return columns.get(0);
    }

    /** Returns the figure in one of veristat's columns; empty if the column has none of these. */
    static Optional<Figure> inColumn(String name) {
        return Arrays.stream(values())
                .filter(figure -> figure.columns.contains(name))
                .findFirst();
    }

    /** Returns whether two loads on the same kernel have the same value. */
    boolean isReproducible() {
        return this != VERIFICATION_TIME && this != LONGEST_MARK_READ;
    }

    /** Returns whether 0 means that the kernel has not reported the figure. */
    boolean isUnknownIfZero() {
        return this == INSTRUCTIONS || this == JITED_BYTES;
    }
}
