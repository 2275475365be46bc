// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.report.Report.Environment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Merges two reports of the same build, in which the same name means the same environment. */
final class RerunMerge {

    private RerunMerge() {}

    /** A test in an environment. */
    private record Cell(String className, String name, String environment) {}

    /** A class in an environment. */
    private record ClassRun(String className, String environment) {}

    /** Returns the earlier report, updated with the results and environments of the later one. */
    static Report merge(Report earlier, Report later) {
        Map<String, Environment> environments = new LinkedHashMap<>();
        Stream.of(earlier, later)
                .flatMap(report -> report.environments().stream())
                .forEach(environment -> environments.merge(environment.name(), environment, RerunMerge::merge));
        Rows rows = new Rows();
        addAll(earlier, isCounted(later).negate(), rows);
        addAll(later, cell -> true, rows);
        return new Report(later.created(), new ArrayList<>(environments.values()), rows.tests())
                .withSources(SourceTexts.merge(later.sources(), earlier.sources()));
    }

    private static void addAll(Report report, Predicate<Cell> wanted, Rows rows) {
        report.tests().forEach(test -> test.results().stream()
                .filter(result -> wanted.test(cell(test, result)))
                .forEach(result -> rows.add(test.className(), test.name(), result)));
    }

    /**
     * Returns a predicate for the tests that a report counts without a row. If it leaves out tests of a class, it does
     * not tell which, so that it counts all tests of the class that have no row in it.
     */
    private static Predicate<Cell> isCounted(Report report) {
        Set<ClassRun> incomplete = new HashSet<>();
        Set<Cell> shown = new HashSet<>();
        report.tests().forEach(test -> test.results().forEach(result -> {
            if (result.count() == null) {
                shown.add(cell(test, result));
            } else {
                incomplete.add(new ClassRun(test.className(), result.environment()));
            }
        }));
        return cell -> incomplete.contains(new ClassRun(cell.className(), cell.environment())) && !shown.contains(cell);
    }

    private static Cell cell(Report.Test test, Report.Result result) {
        return new Cell(test.className(), test.name(), result.environment());
    }

    private static Environment merge(Environment earlier, Environment later) {
        Environment merged =
                later.wasStarted() || !earlier.wasStarted() ? later : earlier.with(later.console(), later.failure());
        List<MeasuredFigures> figures = Stream.of(earlier, later)
                .flatMap(environment -> Stream.ofNullable(environment.figures()))
                .toList();
        return merged.withCoverage(Report.coverage(Stream.of(earlier, later)).orElse(null))
                .withFigures(figures.isEmpty() ? null : MeasuredFigures.merge(figures.stream()));
    }
}
