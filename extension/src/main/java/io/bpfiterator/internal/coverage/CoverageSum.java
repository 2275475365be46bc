// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.object.Coverage;
import io.bpfiterator.object.Coverage.Branch;
import io.bpfiterator.object.Coverage.Function;
import io.bpfiterator.object.Coverage.Line;
import io.bpfiterator.object.Coverage.NotMeasured;
import io.bpfiterator.object.Coverage.State;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/** Merges coverage: of several loads, programs, runs or kernels. */
public final class CoverageSum {

    private static final BinaryOperator<State> LATER = BinaryOperator.maxBy(Comparator.naturalOrder());

    private record LineKey(String file, int number) {}

    private record FunctionKey(String file, String name) {}

    private record BranchKey(String file, int line, String function, int jump, boolean taken) {}

    private final Map<LineKey, State> lines =
            new TreeMap<>(Comparator.comparing(LineKey::file).thenComparingInt(LineKey::number));

    private final Map<FunctionKey, Function> functions =
            new TreeMap<>(Comparator.comparing(FunctionKey::file).thenComparing(FunctionKey::name));

    private final Map<BranchKey, State> branches = new TreeMap<>(Comparator.comparing(BranchKey::file)
            .thenComparingInt(BranchKey::line)
            .thenComparing(BranchKey::function)
            .thenComparingInt(BranchKey::jump)
            .thenComparing(BranchKey::taken));

    private final Set<NotMeasured> notMeasured =
            new TreeSet<>(Comparator.comparing(NotMeasured::program).thenComparing(NotMeasured::reason));

    /** Adds coverage to the sum. */
    public CoverageSum add(Coverage coverage) {
        coverage.lines().forEach(this::add);
        coverage.functions().forEach(this::add);
        coverage.branches().forEach(this::add);
        notMeasured.addAll(coverage.notMeasured());
        return this;
    }

    void add(Line line) {
        lines.merge(new LineKey(line.file(), line.number()), line.state(), LATER);
    }

    void add(Function function) {
        functions.merge(
                new FunctionKey(function.file(), function.name()),
                function,
                (known, added) -> new Function(
                        known.file(),
                        Math.min(known.line(), added.line()),
                        known.name(),
                        LATER.apply(known.state(), added.state())));
    }

    void add(Branch branch) {
        branches.merge(
                new BranchKey(branch.file(), branch.line(), branch.function(), branch.jump(), branch.taken()),
                branch.state(),
                LATER);
    }

    void add(NotMeasured program) {
        notMeasured.add(program);
    }

    /** Returns the sum. */
    public Coverage sum() {
        return new Coverage(
                lines.entrySet().stream()
                        .map(line ->
                                new Line(line.getKey().file(), line.getKey().number(), line.getValue()))
                        .toList(),
                functions.values().stream().toList(),
                branches.entrySet().stream()
                        .map(branch -> branch(branch.getKey(), branch.getValue()))
                        .toList(),
                notMeasured.stream().toList());
    }

    private static Branch branch(BranchKey key, State state) {
        return new Branch(key.file(), key.line(), key.function(), key.jump(), key.taken(), state);
    }
}
