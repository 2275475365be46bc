// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.Rows;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the tests of an environment that a report shows if there are too many: the failed ones first, then the
 * skipped ones. Counts the others.
 */
final class RowLimit {

    private final int maxRows;
    private final Map<Status, Integer> found = new EnumMap<>(Status.class);
    private final Map<Status, Integer> shown = new EnumMap<>(Status.class);
    private final Map<String, Map<Status, LeftOut>> leftOut = new LinkedHashMap<>();

    /** The number of tests that are left out, and the time that they took. */
    private record LeftOut(int count, long milliseconds) {

        private static LeftOut sum(LeftOut one, LeftOut other) {
            return new LeftOut(one.count + other.count, one.milliseconds + other.milliseconds);
        }
    }

    RowLimit(int maxRows) {
        this.maxRows = maxRows;
    }

    /** Counts a test, before the first one is admitted. */
    void count(Status status) {
        found.merge(status, 1, Integer::sum);
    }

    /** Returns whether a test is shown. */
    boolean admits(Status status) {
        if (shown.getOrDefault(status, 0) < share(status)) {
            shown.merge(status, 1, Integer::sum);
            return true;
        }
        return false;
    }

    private int share(Status status) {
        int failed = Math.min(maxRows, found.getOrDefault(Status.FAILED, 0));
        int skipped = Math.min(maxRows - failed, found.getOrDefault(Status.SKIPPED, 0));
        return switch (status) {
            case FAILED -> failed;
            case SKIPPED -> skipped;
            case PASSED -> maxRows - failed - skipped;
        };
    }

    /** Adds a test that is not shown to those of its class. */
    void leaveOut(String className, Status status, long milliseconds) {
        leftOut.computeIfAbsent(className, name -> new EnumMap<>(Status.class))
                .merge(status, new LeftOut(1, milliseconds), LeftOut::sum);
    }

    /** Adds a row for the tests of each class and status that are left out. */
    void addTo(Rows rows, String environment) {
        leftOut.forEach((className, results) -> results.forEach((status, tests) ->
                rows.add(className, "more tests that " + ending(status), result(environment, status, tests))));
    }

    private Report.Result result(String environment, Status status, LeftOut tests) {
        String sentence = "These tests are left out, since a report shows at most " + maxRows
                + " tests of an environment. All of them " + ending(status) + "; the build tool has their results.";
        return new Report.Result(
                environment,
                status,
                tests.milliseconds(),
                status == Status.SKIPPED ? sentence : null,
                status == Status.FAILED ? new Report.Failure(sentence, sentence) : null,
                List.of(new Report.Section("left out", sentence)),
                tests.count(),
                null);
    }

    private static String ending(Status status) {
        return status == Status.SKIPPED ? "were skipped" : status.jsonName();
    }
}
