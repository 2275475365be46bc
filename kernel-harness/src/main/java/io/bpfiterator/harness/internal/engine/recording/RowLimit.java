package io.bpfiterator.harness.internal.engine.recording;

import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Status;
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
    private final Map<String, Map<Status, Integer>> leftOut = new LinkedHashMap<>();

    RowLimit(int maxRows) {
        this.maxRows = maxRows;
    }

    /** Counts a test, before the first one is admitted. */
    void count(Status status) {
        found.merge(status, 1, Integer::sum);
    }

    /** Returns whether a test is shown. */
    boolean admits(String className, Status status) {
        if (shown.getOrDefault(status, 0) < share(status)) {
            shown.merge(status, 1, Integer::sum);
            return true;
        }
        leftOut.computeIfAbsent(className, name -> new EnumMap<>(Status.class)).merge(status, 1, Integer::sum);
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

    /** Returns the numbers of tests that are left out, by class and status. */
    Map<String, Map<Status, Integer>> leftOut() {
        return leftOut;
    }

    /** Returns the name of a row that stands for a number of tests. */
    static String name(int number, Status status) {
        return number + " more tests that " + ending(status);
    }

    /** Returns the result of a row that stands for tests that are left out. */
    Report.Result result(String environment, Status status) {
        String sentence = "These tests are left out, since a report shows at most " + maxRows
                + " tests of an environment. All of them " + ending(status) + "; the build tool has their results.";
        return new Report.Result(
                environment,
                status,
                null,
                status == Status.SKIPPED ? sentence : null,
                status == Status.FAILED ? new Report.Failure(sentence, sentence) : null,
                List.of(new Report.Section("left out", sentence)));
    }

    private static String ending(Status status) {
        return status == Status.SKIPPED ? "were skipped" : status.jsonName();
    }
}
