// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.coverage;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes coverage as lines of text: the shares of each source, and its lines that were executed or missed. */
public final class CoverageText {

    private CoverageText() {}

    /** Returns the lines of the text. */
    public static List<String> of(MeasuredCoverage coverage) {
        Stream<String> sources = coverage.sources().stream().flatMap(CoverageText::of);
        Stream<String> notMeasured = coverage.notMeasured().stream()
                .map(program -> program.program() + " is not measured: " + program.reason());
        return Stream.concat(sources, notMeasured).toList();
    }

    private static Stream<String> of(Source source) {
        var coverage = new MeasuredCoverage(List.of(source), List.of()).toCoverage();
        return Stream.of(
                source.file() + ": lines " + Ratio.ofLines(coverage) + ", functions " + Ratio.ofFunctions(coverage)
                        + ", branches " + Ratio.ofBranches(coverage),
                "    hit: " + ranges(source.hit(), source),
                "    missed: " + ranges(source.missed(), source));
    }

    /** Returns {@code 12-15, 18}: a range has no line in another state, but may have lines without instructions. */
    private static String ranges(List<Integer> lines, Source source) {
        Set<Integer> others = new HashSet<>(source.hit());
        others.addAll(source.missed());
        others.addAll(source.unreachable());
        lines.forEach(others::remove);
        List<String> ranges = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= lines.size(); i++) {
            if (i == lines.size() || hasAny(others, lines.get(i - 1), lines.get(i))) {
                ranges.add(start == i - 1 ? "" + lines.get(start) : lines.get(start) + "-" + lines.get(i - 1));
                start = i;
            }
        }
        return ranges.isEmpty() ? "none" : String.join(", ", ranges);
    }

    private static boolean hasAny(Set<Integer> others, int from, int to) {
        return others.stream().anyMatch(line -> line > from && line < to);
    }
}
