// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.report.Report.Environment;
import io.bpfiterator.harness.internal.report.Report.Result;
import io.bpfiterator.harness.internal.report.Report.Test;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges the reports of several machines or modules.
 *
 * <p>Environments with the same name and platform become one column if no test has a result in both of them: modules of
 * a build, or shards of its tests. The others stay separate columns. If several have the same name, the kernel's
 * release is added to it, and a number if that is the same, too.
 */
public final class ReportMerge {

    private final List<Column> columns = new ArrayList<>();
    private Instant created = Instant.EPOCH;

    private ReportMerge() {}

    /** Returns one report with the results of all reports. */
    public static Report of(List<Report> reports) {
        ReportMerge merge = new ReportMerge();
        reports.forEach(merge::add);
        return merge.report(reports);
    }

    /** The environments of the reports that become one environment. */
    private static final class Column {

        private Environment environment;
        private String mergedName;
        private final Set<String> tests = new HashSet<>();

        /** The environment's name in each report that has it. */
        private final Map<Report, String> names = new IdentityHashMap<>();

        private Column(Environment environment) {
            this.environment = environment;
            this.mergedName = environment.name();
        }

        private boolean accepts(Report report, Environment other, Set<String> testsOfOther) {
            return !names.containsKey(report)
                    && environment.name().equals(other.name())
                    && environment.platform().equals(other.platform())
                    && testsOfOther.stream().noneMatch(tests::contains);
        }

        private void add(Report report, Environment other, Set<String> testsOfOther) {
            environment = join(environment, other);
            tests.addAll(testsOfOther);
            names.put(report, other.name());
        }
    }

    private void add(Report report) {
        created = Stream.of(created, report.created())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Map<String, Set<String>> tests = testsByEnvironment(report);
        for (Environment environment : report.environments()) {
            Set<String> ofEnvironment = tests.getOrDefault(environment.name(), Set.of());
            columns.stream()
                    .filter(column -> column.accepts(report, environment, ofEnvironment))
                    .findFirst()
                    .orElseGet(() -> {
                        Column column = new Column(environment);
                        columns.add(column);
                        return column;
                    })
                    .add(report, environment, ofEnvironment);
        }
    }

    private static Map<String, Set<String>> testsByEnvironment(Report report) {
        Map<String, Set<String>> tests = new HashMap<>();
        for (Test test : report.tests()) {
            for (Result result : test.results()) {
                tests.computeIfAbsent(result.environment(), key -> new HashSet<>())
                        .add(test.className() + " " + test.name());
            }
        }
        return tests;
    }

    private static Environment join(Environment one, Environment other) {
        return new Environment(
                one.name(),
                one.platform(),
                join(one.startMilliseconds(), other.startMilliseconds(), Math::max),
                join(one.console(), other.console(), ReportMerge::lines),
                join(one.failure(), other.failure(), ReportMerge::lines),
                join(one.coverage(), other.coverage(), (a, b) -> MeasuredCoverage.merge(Stream.of(a, b))),
                join(one.figures(), other.figures(), (a, b) -> MeasuredFigures.merge(Stream.of(a, b))));
    }

    private static <T> @Nullable T join(@Nullable T one, @Nullable T other, BinaryOperator<T> both) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.equals(other) ? one : both.apply(one, other);
    }

    private static String lines(String one, String other) {
        return one + "\n" + other;
    }

    private Report report(List<Report> reports) {
        nameColumns();
        Rows rows = new Rows();
        for (Report report : reports) {
            Map<String, String> renamed = new HashMap<>();
            for (Column column : columns) {
                String name = column.names.get(report);
                if (name != null) {
                    renamed.put(name, column.mergedName);
                }
            }
            for (Test test : report.tests()) {
                for (Result result : test.results()) {
                    String environment = renamed.getOrDefault(result.environment(), result.environment());
                    rows.add(test.className(), test.name(), result.inEnvironment(environment));
                }
            }
        }
        List<Environment> environments = columns.stream()
                .map(column -> column.environment.withName(column.mergedName))
                .toList();
        List<SourceText> sources = reports.stream().map(Report::sources).reduce(List.of(), SourceTexts::merge);
        return new Report(created, environments, rows.tests(), sources);
    }

    /** Gives columns of the same name different ones. */
    private void nameColumns() {
        List<String> names =
                columns.stream().map(column -> column.environment.name()).toList();
        Set<String> taken = new HashSet<>();
        for (Column column : columns) {
            Environment environment = column.environment;
            boolean single = Collections.frequency(names, environment.name()) == 1;
            String name = single ? environment.name() : withKernel(environment);
            String unique = name;
            for (int number = 2; !taken.add(unique); number++) {
                unique = name + " #" + number;
            }
            column.mergedName = unique;
        }
    }

    /** Adds the kernel's release to the name, unless an earlier merge did. */
    private static String withKernel(Environment environment) {
        String kernel = " (" + Objects.requireNonNullElse(environment.platform().kernel(), "not started") + ")";
        return environment.name().endsWith(kernel) ? environment.name() : environment.name() + kernel;
    }
}
