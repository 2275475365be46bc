// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.coverage;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.Source;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.SourceBranch;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.SourceFunction;
import io.bpfiterator.object.Coverage.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes coverage in the format of {@code lcov}'s tracefiles, which {@code geninfo(1)} describes. Since hits are not
 * counted, a number is 1 or 0. What is unreachable in all environments is left out.
 */
public final class Lcov {

    private final StringBuilder text = new StringBuilder();

    private Lcov() {}

    /** Returns the text of the file. */
    public static String of(MeasuredCoverage coverage) {
        Lcov lcov = new Lcov();
        coverage.sources().forEach(lcov::source);
        return lcov.text.toString();
    }

    private void source(Source source) {
        line("TN:");
        line("SF:" + source.file());
        functions(source);
        branches(source);
        Map<Integer, Integer> lines = new TreeMap<>();
        source.hit().forEach(number -> lines.put(number, 1));
        source.missed().forEach(number -> lines.put(number, 0));
        lines.forEach((number, hits) -> line("DA:" + number + "," + hits));
        line("LF:" + lines.size());
        line("LH:" + source.hit().size());
        line("end_of_record");
    }

    private void functions(Source source) {
        List<SourceFunction> functions = source.functions().stream()
                .filter(function -> function.state() != State.UNREACHABLE)
                .toList();
        functions.forEach(function -> line("FN:" + function.line() + "," + function.name()));
        functions.forEach(function -> line("FNDA:" + hits(function.state()) + "," + function.name()));
        line("FNF:" + functions.size());
        line("FNH:"
                + functions.stream().filter(each -> each.state() == State.HIT).count());
    }

    /** A block of the format is a jump; a branch that is not reached has no number. */
    private void branches(Source source) {
        Set<Integer> executed = new HashSet<>(source.hit());
        Map<Integer, List<String>> jumps = new HashMap<>();
        int found = 0;
        int hit = 0;
        for (SourceBranch branch : source.branches()) {
            List<String> ofLine = jumps.computeIfAbsent(branch.line(), line -> new ArrayList<>());
            String jump = branch.function() + " " + branch.jump();
            if (!ofLine.contains(jump)) {
                ofLine.add(jump);
            }
            if (branch.state() != State.UNREACHABLE) {
                String taken = executed.contains(branch.line()) ? hits(branch.state()) : "-";
                line("BRDA:" + branch.line() + "," + ofLine.indexOf(jump) + "," + (branch.taken() ? 0 : 1) + ","
                        + taken);
                found++;
                hit += branch.state() == State.HIT ? 1 : 0;
            }
        }
        line("BRF:" + found);
        line("BRH:" + hit);
    }

    private static String hits(State state) {
        return state == State.HIT ? "1" : "0";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
