// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.expected;

import io.bpfiterator.internal.text.Count;
import io.bpfiterator.internal.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Cuts a diff to the lines that differ and those around them. */
final class ShownDiff {

    private static final int AROUND = 3;
    private static final int MAX_LINE_LENGTH = 200;

    private ShownDiff() {}

    static String of(List<String> lines, Predicate<String> differs, int limit) {
        boolean[] kept = new boolean[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            if (differs.test(lines.get(i))) {
                int end = Math.min(lines.size(), i + AROUND + 1);
                IntStream.range(Math.max(0, i - AROUND), end).forEach(near -> kept[near] = true);
            }
        }
        List<String> shown = new ArrayList<>();
        int omitted = 0;
        int left = limit;
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] && left > 0) {
                addOmitted(omitted, shown);
                omitted = 0;
                shown.add(shortened(lines.get(i)));
                left--;
            } else {
                omitted++;
            }
        }
        addOmitted(omitted, shown);
        return String.join("\n", shown);
    }

    private static void addOmitted(int lines, List<String> shown) {
        if (lines > 0) {
            shown.add("  … " + Count.of(lines, "line") + " omitted …");
        }
    }

    private static String shortened(String line) {
        return Printable.of(
                line.length() > MAX_LINE_LENGTH
                        ? line.substring(0, MAX_LINE_LENGTH) + " … (" + line.length() + " characters)"
                        : line);
    }
}
