package io.bpfiterator.harness.report;

import io.bpfiterator.harness.report.Report.Result;
import io.bpfiterator.harness.report.Report.Test;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings results together by test, and tests by class, in the order in which they came up. */
public final class Rows {

    /** By class, name and environment. */
    private final Map<String, Map<String, Map<String, Result>>> classes = new LinkedHashMap<>();

    /** Makes an empty one. */
    public Rows() {}

    /** Returns whether a test has a result in an environment already. */
    public boolean has(String className, String name, String environment) {
        return results(className, name).containsKey(environment);
    }

    /** Adds a result of a test; a later one replaces an earlier one, which is told of if it was a failure. */
    public void add(String className, String name, Result result) {
        results(className, name).merge(result.environment(), result, Rows::replace);
    }

    private static Result replace(Result earlier, Result later) {
        if (earlier.failure() == null || later.failure() != null) {
            return later;
        }
        List<Report.Section> sections = new ArrayList<>(later.sections());
        sections.add(new Report.Section(
                "failure of an earlier run", earlier.failure().trace()));
        return new Result(later.environment(), later.status(), later.milliseconds(), later.reason(), null, sections);
    }

    private Map<String, Result> results(String className, String name) {
        return classes.computeIfAbsent(className, none -> new LinkedHashMap<>())
                .computeIfAbsent(name, none -> new LinkedHashMap<>());
    }

    /** Returns the rows of a report. */
    public List<Test> tests() {
        List<Test> tests = new ArrayList<>();
        classes.forEach((className, names) ->
                names.forEach((name, results) -> tests.add(new Test(className, name, List.copyOf(results.values())))));
        return tests;
    }
}
