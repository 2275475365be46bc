// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.expected;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines in which an output differs from the expected one, as {@code diff} shows them.
 *
 * @param lines each with {@code "- "} before an expected line that is missing, {@code "+ "} before an unexpected line,
 *     or two blanks
 */
public record LineDiff(List<String> lines) {

    private static final String MISSING = "- ";
    private static final String UNEXPECTED = "+ ";
    private static final String COMMON = "  ";

    /** The largest table of the comparison; a larger one would need more than 16 MB of memory. */
    private static final long MAX_CELLS = 4_000_000;

    /** Compares lines in their order. */
    public static LineDiff inOrder(List<String> expected, List<String> actual) {
        int start = 0;
        int shorter = Math.min(expected.size(), actual.size());
        while (start < shorter && expected.get(start).equals(actual.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && expected.get(expected.size() - 1 - end).equals(actual.get(actual.size() - 1 - end))) {
            end++;
        }
        List<String> lines = new ArrayList<>();
        addAll(COMMON, expected.subList(0, start), lines);
        compare(expected.subList(start, expected.size() - end), actual.subList(start, actual.size() - end), lines);
        addAll(COMMON, expected.subList(expected.size() - end, expected.size()), lines);
        return new LineDiff(lines);
    }

    /** Compares lines in any order; a line that is expected twice must occur twice. */
    public static LineDiff inAnyOrder(List<String> expected, List<String> actual) {
        Map<String, Integer> printed = new HashMap<>();
        actual.forEach(line -> printed.merge(line, 1, Integer::sum));
        List<String> lines = new ArrayList<>();
        for (String line : expected) {
            lines.add((take(line, printed) ? COMMON : MISSING) + line);
        }
        for (String line : actual) {
            if (take(line, printed)) {
                lines.add(UNEXPECTED + line);
            }
        }
        return new LineDiff(lines);
    }

    private static boolean take(String line, Map<String, Integer> counts) {
        int left = counts.getOrDefault(line, 0);
        counts.put(line, left - 1);
        return left > 0;
    }

    /** Finds a longest common subsequence: in a cell, the length of that of the lines from a position on. */
    private static void compare(List<String> expected, List<String> actual, List<String> lines) {
        if ((expected.size() + 1L) * (actual.size() + 1L) > MAX_CELLS) {
            addAll(MISSING, expected, lines);
            addAll(UNEXPECTED, actual, lines);
            return;
        }
        int[][] lengths = lengths(expected, actual);
        int e = 0;
        int a = 0;
        while (e < expected.size() || a < actual.size()) {
            boolean both = e < expected.size() && a < actual.size();
            if (both && expected.get(e).equals(actual.get(a))) {
                lines.add(COMMON + expected.get(e++));
                a++;
            } else if (a == actual.size() || both && lengths[e + 1][a] >= lengths[e][a + 1]) {
                lines.add(MISSING + expected.get(e++));
            } else {
                lines.add(UNEXPECTED + actual.get(a++));
            }
        }
    }

    private static int[][] lengths(List<String> expected, List<String> actual) {
        int[][] lengths = new int[expected.size() + 1][actual.size() + 1];
        for (int e = expected.size() - 1; e >= 0; e--) {
            for (int a = actual.size() - 1; a >= 0; a--) {
                lengths[e][a] = expected.get(e).equals(actual.get(a))
                        ? lengths[e + 1][a + 1] + 1
                        : Math.max(lengths[e + 1][a], lengths[e][a + 1]);
            }
        }
        return lengths;
    }

    private static void addAll(String mark, List<String> added, List<String> lines) {
        added.forEach(line -> lines.add(mark + line));
    }

    /** Returns whether the outputs are equal. */
    public boolean isEmpty() {
        return differing() == 0;
    }

    /** Returns the number of lines that are missing or unexpected. */
    public int differing() {
        return (int) lines.stream().filter(LineDiff::differs).count();
    }

    /** Returns the lines that differ with three equal ones around them, at most the given number. */
    public String shown(int limit) {
        return ShownDiff.of(lines, LineDiff::differs, limit);
    }

    private static boolean differs(String line) {
        return !line.startsWith(COMMON);
    }
}
