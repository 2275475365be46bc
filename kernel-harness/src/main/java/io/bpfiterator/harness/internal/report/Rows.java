// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.report.Report.Result;
import io.bpfiterator.harness.internal.report.Report.Test;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects results by test, and tests by class, in the order of their first appearance. */
public final class Rows {

    /** By class, name and environment. */
    private final Map<String, Map<String, Map<String, Result>>> classes = new LinkedHashMap<>();

    /** Creates an empty collection. */
    public Rows() {}

    /** Returns whether a test has a result in an environment already. */
    public boolean has(String className, String name, String environment) {
        return results(className, name).containsKey(environment);
    }

    /**
     * Adds a result of a test. It replaces an earlier result in the same environment; if that one failed and this one
     * did not, it keeps the earlier failure.
     */
    public void add(String className, String name, Result result) {
        results(className, name).merge(result.environment(), result, (earlier, later) -> later.after(earlier));
    }

    private Map<String, Result> results(String className, String name) {
        return classes.computeIfAbsent(className, key -> new LinkedHashMap<>())
                .computeIfAbsent(name, key -> new LinkedHashMap<>());
    }

    /** Returns the rows of a report. */
    public List<Test> tests() {
        List<Test> tests = new ArrayList<>();
        classes.forEach((className, names) ->
                names.forEach((name, results) -> tests.add(new Test(className, name, List.copyOf(results.values())))));
        return tests;
    }
}
