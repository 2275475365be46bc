// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.coverage.Ratio;
import io.bpfiterator.harness.internal.report.Report.Environment;
import io.bpfiterator.harness.internal.report.Report.Platform;
import io.bpfiterator.harness.internal.report.Report.Result;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.Report.Test;
import io.bpfiterator.internal.text.Count;
import io.bpfiterator.object.Coverage;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a report as Markdown, which CI services show: the environments, and the tests that failed or differ. */
final class Summary {

    /** The size limit. GitHub accepts 1 MiB for all summaries of a step. */
    static final int BYTES = 256 * 1024;

    private static final int NAME = 200;
    private static final int MESSAGE = 400;

    private static final String REST = "\n… and %d more; see the page.\n";

    private final Report report;

    /** The names of the details that at least one environment has. */
    private final List<String> details;

    private final StringBuilder text = new StringBuilder();
    private int left =
            BYTES - REST.length() - 2 * Integer.toString(Integer.MAX_VALUE).length();

    private Summary(Report report) {
        this.report = report;
        this.details = report.environments().stream()
                .flatMap(environment -> environment.platform().details().keySet().stream())
                .distinct()
                .toList();
    }

    static String of(Report report) {
        return new Summary(report).write();
    }

    private String write() {
        append("## BPF iterator tests: %d passed%s, %d failed, %d skipped\n\n"
                .formatted(
                        report.count(Status.PASSED),
                        report.flaky() == 0 ? "" : " (" + report.flaky() + " flaky)",
                        report.count(Status.FAILED),
                        report.count(Status.SKIPPED)));
        append("| Environment | Kernel | Architecture |"
                + details.stream().map(name -> " " + cell(name) + " |").collect(Collectors.joining())
                + " Java | Passed | Failed | Skipped | Start | Tests |\n");
        append("| --- | --- | --- |" + " --- |".repeat(details.size()) + " --- | ---: | ---: | ---: | ---: | ---: |\n");
        Map<String, Tally> tallies = tallies();
        appendAll(
                report.environments(),
                environment -> row(environment, tallies.getOrDefault(environment.name(), new Tally())));
        appendAll(
                report.environments().stream()
                        .filter(environment -> environment.failure() != null)
                        .toList(),
                environment -> "\n" + Markdown.code(environment.name(), NAME) + ": "
                        + Markdown.text(String.valueOf(environment.failure()), MESSAGE) + "\n");
        report.coverage().ifPresent(this::appendCoverage);
        FiguresTable.all(report.environments()).forEach(table -> {
            append(table.head());
            appendAll(table.rows(), Function.identity());
        });
        List<Test> failed = report.tests().stream().filter(Summary::failed).toList();
        List<Test> flaky = report.tests().stream()
                .filter(test -> !failed(test) && test.results().stream().anyMatch(Result::isFlaky))
                .toList();
        List<Test> differing = report.tests().stream()
                .filter(test -> !failed(test) && !flaky.contains(test))
                .filter(test -> statuses(test).size() > 1)
                .toList();
        appendTests("%d %s failed", failed);
        appendTests("%d flaky %s", flaky);
        appendTests("%d %s skipped only in some environments", differing);
        return text.toString();
    }

    private void appendCoverage(MeasuredCoverage all) {
        append("\n### Coverage of the BPF programs\n\n"
                + "| Environment | Lines | Functions | Branches | Not measured |\n"
                + "| --- | ---: | ---: | ---: | ---: |\n");
        appendAll(
                report.environments().stream()
                        .filter(environment -> environment.coverage() != null)
                        .toList(),
                environment -> coverageRow(
                        Markdown.code(environment.name(), NAME), Objects.requireNonNull(environment.coverage())));
        append(coverageRow("together", all));
        append("\nA branch is one way of a conditional jump of the machine. What a verifier has removed does not count"
                + " in its environment.\n");
        appendAll(
                all.notMeasured(),
                program -> "\n- " + Markdown.code(program.program(), NAME) + " is not measured: "
                        + Markdown.text(program.reason(), MESSAGE));
        append("\n");
    }

    private static String coverageRow(String name, MeasuredCoverage measured) {
        Coverage coverage = measured.toCoverage();
        return "| " + name + " | " + Ratio.ofLines(coverage) + " | " + Ratio.ofFunctions(coverage) + " | "
                + Ratio.ofBranches(coverage) + " | " + coverage.notMeasured().size() + " |\n";
    }

    /** The numbers of results in an environment, and the time that they took. */
    private static final class Tally {

        private final Map<Status, Integer> counts = new EnumMap<>(Status.class);
        private @Nullable Long milliseconds;

        private void add(Result result) {
            counts.merge(result.status(), result.size(), Integer::sum);
            if (result.milliseconds() != null) {
                milliseconds = result.milliseconds() + Objects.requireNonNullElse(milliseconds, 0L);
            }
        }

        private int count(Status status) {
            return counts.getOrDefault(status, 0);
        }
    }

    private Map<String, Tally> tallies() {
        Map<String, Tally> tallies = new HashMap<>();
        report.tests().stream().flatMap(test -> test.results().stream()).forEach(result -> tallies.computeIfAbsent(
                        result.environment(), key -> new Tally())
                .add(result));
        return tallies;
    }

    private String row(Environment environment, Tally tally) {
        Platform platform = environment.platform();
        return Stream.of(
                        Stream.of(
                                Markdown.code(environment.name(), NAME),
                                cell(platform.kernel()),
                                cell(platform.architecture())),
                        details.stream().map(name -> cell(platform.details().get(name))),
                        Stream.of(
                                cell(platform.java()),
                                String.valueOf(tally.count(Status.PASSED)),
                                String.valueOf(tally.count(Status.FAILED)),
                                String.valueOf(tally.count(Status.SKIPPED)),
                                seconds(environment.startMilliseconds()),
                                seconds(tally.milliseconds)))
                .flatMap(cells -> cells)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String cell(@Nullable String text) {
        return text == null ? "" : Markdown.text(text, NAME);
    }

    private static String seconds(@Nullable Long milliseconds) {
        return milliseconds == null ? "" : String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
    }

    private static boolean failed(Test test) {
        return statuses(test).containsKey(Status.FAILED);
    }

    /** Returns the results of a test by status. */
    private static Map<Status, List<Result>> statuses(Test test) {
        return test.results().stream()
                .collect(Collectors.groupingBy(Result::status, () -> new EnumMap<>(Status.class), Collectors.toList()));
    }

    private void appendTests(String heading, List<Test> tests) {
        if (!tests.isEmpty()) {
            long number = TestCount.of(tests);
            append("\n### " + heading.formatted(number, number == 1 ? "test" : "tests") + "\n");
            appendAll(tests, Summary::details);
        }
    }

    private static String details(Test test) {
        String endings = statuses(test).entrySet().stream()
                .map(ending -> ending.getKey().jsonName() + " in " + names(ending.getValue()))
                .collect(Collectors.joining("; "));
        String reasons = test.results().stream()
                .filter(result -> result.status() != Status.PASSED || result.isFlaky())
                .map(result -> "- " + Markdown.code(result.environment(), NAME) + ": "
                        + Markdown.text(reason(result), MESSAGE) + "\n")
                .collect(Collectors.joining());
        return "\n<details><summary>" + Markdown.code(test.className() + "." + test.name(), NAME) + ": " + endings
                + "</summary>\n\n" + reasons + "\n</details>\n";
    }

    private static String names(List<Result> results) {
        return results.stream()
                .map(result -> Markdown.text(result.environment(), NAME)
                        + (result.size() == 1 ? "" : " (" + Count.of(result.size(), "test") + ")"))
                .collect(Collectors.joining(", "));
    }

    private static String reason(Result result) {
        if (result.failure() != null) {
            return result.failure().message();
        }
        if (result.earlierFailure() != null) {
            return "failed before the build ran it again: "
                    + result.earlierFailure().message();
        }
        return result.reason() == null || result.reason().isBlank() ? "no reason given" : result.reason();
    }

    /** Appends items until the size limit, and then the number of those that are left. */
    private <T> void appendAll(List<T> items, Function<T, String> markdown) {
        for (int i = 0; i < items.size(); i++) {
            if (!append(markdown.apply(items.get(i)))) {
                text.append(REST.formatted(items.size() - i));
                left = 0;
                return;
            }
        }
    }

    private boolean append(String part) {
        int bytes = part.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        text.append(part);
        return true;
    }
}
