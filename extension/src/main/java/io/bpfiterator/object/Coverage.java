// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.object;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The parts of BPF programs that were executed while they were loaded. An execution is a hit however often it happened:
 * hits are not counted.
 *
 * <p>Lines are those that have instructions. Branches are the two ways of each conditional jump of the machine, which
 * are not always those that the source shows: the compiler merges, splits and removes branches.
 *
 * @param lines in the order of their files and numbers
 * @param functions in the order of their files and names, subprograms and callbacks included
 * @param branches in the order of their files and lines
 * @param notMeasured the programs that ran without a measurement
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Coverage(
        List<Line> lines, List<Function> functions, List<Branch> branches, List<NotMeasured> notMeasured) {

    /** Coverage without any program. */
    public static final Coverage NONE = new Coverage(List.of(), List.of(), List.of(), List.of());

    public Coverage {
        lines = List.copyOf(lines);
        functions = List.copyOf(functions);
        branches = List.copyOf(branches);
        notMeasured = List.copyOf(notMeasured);
    }

    /** Whether something was executed; what several programs share has the last of their states in this order. */
    @API(status = EXPERIMENTAL, since = "0.1")
    public enum State {

        /** The verifier has removed it, since it is never executed on this kernel or with these constants. */
        UNREACHABLE,

        /** It was not executed. */
        MISSED,

        /** It was executed. */
        HIT
    }

    /**
     * A line of a source.
     *
     * @param file the path of the source that clang recorded
     */
    @API(status = EXPERIMENTAL, since = "0.1")
    public record Line(String file, int number, State state) {}

    /**
     * A function of a program.
     *
     * @param file the path of the source that clang recorded
     * @param line the first line that has instructions
     */
    @API(status = EXPERIMENTAL, since = "0.1")
    public record Function(String file, int line, String name, State state) {}

    /**
     * One way of a conditional jump.
     *
     * @param file the path of the source that clang recorded
     * @param line the line of the jump
     * @param function the name of the function with the jump
     * @param jump the position among the jumps of this function and line, from 0
     * @param taken whether it is the way of the jump, not the way to the next instruction
     */
    @API(status = EXPERIMENTAL, since = "0.1")
    public record Branch(String file, int line, String function, int jump, boolean taken, State state) {}

    /**
     * A program that ran without a measurement, of all or of its branches.
     *
     * @param program the object and the program
     * @param reason the end of a sentence that starts with "it is not measured: "
     */
    @API(status = EXPERIMENTAL, since = "0.1")
    public record NotMeasured(String program, String reason) {}
}
