// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.figures;

import io.bpfiterator.iterator.Complexity;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statistics at the end of a verifier's log. The line about instructions and states is in each log, those about the
 * stack and the time only if they are requested: {@link #LOG_LEVEL}.
 *
 * @param stackDepth the sum of the stack of all functions; 0 if the log does not have it
 * @param microseconds the time of the verification; 0 if the log does not have it
 */
public record VerifierStatistics(
        int verifiedInstructions,
        int totalStates,
        int peakStates,
        int maxStatesPerInstruction,
        int longestMarkRead,
        int stackDepth,
        long microseconds) {

    /** {@code BPF_LOG_STATS} of {@code linux/bpf_verifier.h}: the statistics, and none of the instructions. */
    public static final int LOG_LEVEL = 4;

    /** In bytes. A program has at most 256 functions, about which newer kernels print a line of 80 characters each. */
    public static final int LOG_BYTES = 1 << 16;

    private static final Pattern PROCESSED =
            Pattern.compile("(?m)^processed (\\d+) insns \\(limit \\d+\\) max_states_per_insn (\\d+)"
                    + " total_states (\\d+) peak_states (\\d+) mark_read (\\d+)");

    private static final Pattern TIME = Pattern.compile("(?m)^verification time (\\d+) usec");

    private static final Pattern STACK = Pattern.compile("(?m)^stack depth (\\d+(?:\\+\\d+)*)");

    /** Newer kernels print {@code stack depth max N}, which is not a sum, and a line for each function. */
    private static final Pattern STACK_OF_FUNCTION = Pattern.compile("(?m)^subprog \\d+ .* stack (\\d+)");

    /** Those of a log without statistics. */
    public static final VerifierStatistics NONE = new VerifierStatistics(0, 0, 0, 0, 0, 0, 0);

    /** Returns the statistics in a log; empty if it has none. */
    public static Optional<VerifierStatistics> in(String log) {
        return last(PROCESSED, log)
                .map(line -> new VerifierStatistics(
                        number(line, 1),
                        number(line, 3),
                        number(line, 4),
                        number(line, 2),
                        number(line, 5),
                        stackDepth(log),
                        last(TIME, log)
                                .map(time -> Long.parseLong(time.group(1)))
                                .orElse(0L)));
    }

    private static int stackDepth(String log) {
        return last(STACK, log)
                .map(line -> Arrays.stream(line.group(1).split("\\+"))
                        .mapToInt(Integer::parseInt)
                        .sum())
                .orElseGet(() -> STACK_OF_FUNCTION
                        .matcher(log)
                        .results()
                        .mapToInt(line -> number(line, 1))
                        .sum());
    }

    /** Returns the complexity of a program with a number of instructions and a size of its machine code. */
    public Complexity complexity(int instructions, int jitedBytes) {
        return new Complexity(
                instructions,
                jitedBytes,
                verifiedInstructions,
                totalStates,
                peakStates,
                maxStatesPerInstruction,
                longestMarkRead,
                stackDepth,
                microseconds);
    }

    private static int number(MatchResult line, int group) {
        return Integer.parseInt(line.group(group));
    }

    private static Optional<MatchResult> last(Pattern pattern, String log) {
        Matcher matcher = pattern.matcher(log);
        return matcher.results().reduce((earlier, later) -> later);
    }
}
