// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.report.Report.Test;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the tests of rows, of which some stand for several tests that a report leaves out. */
final class TestCount {

    private TestCount() {}

    /**
     * Returns the number of tests. A report does not say which tests it leaves out, so those of one environment are
     * taken for those of another.
     */
    static long of(List<Test> rows) {
        return rows.stream().collect(Collectors.groupingBy(Test::className)).values().stream()
                .mapToLong(TestCount::ofClass)
                .sum();
    }

    private static long ofClass(List<Test> rows) {
        Map<String, Long> inEnvironments = new HashMap<>();
        rows.stream()
                .flatMap(row -> row.results().stream())
                .forEach(result -> inEnvironments.merge(result.environment(), (long) result.size(), Long::sum));
        long single = rows.stream()
                .filter(row -> row.results().stream().allMatch(result -> result.count() == null))
                .count();
        return inEnvironments.values().stream().reduce(single, Math::max);
    }
}
