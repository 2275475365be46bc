// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import io.bpfiterator.harness.internal.report.Report.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Collects the figures that tests publish, counts results as JUnit reports them, and prints failures. */
final class Figures implements TestExecutionListener {

    /** The key of a figure that a test publishes. */
    static final String KEY = "figure";

    private static final int PRINTED_FAILURES = 5;
    private static final double SECOND = 1e9;

    private final boolean oneFails;
    private final List<String> published = new ArrayList<>();
    private final Map<Status, Integer> counts = new EnumMap<>(Status.class);
    private long lastTest;
    private long end;

    /** @param oneFails whether one test in each environment fails on purpose */
    Figures(boolean oneFails) {
        this.oneFails = oneFails;
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        String figure = entry.getKeyValuePairs().get(KEY);
        if (figure != null) {
            published.add(figure);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        System.err.println(test.getDisplayName() + " was skipped: " + reason);
        counts.merge(Status.SKIPPED, 1, Integer::sum);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            return;
        }
        lastTest = System.nanoTime();
        counts.merge(
                switch (result.getStatus()) {
                    case SUCCESSFUL -> Status.PASSED;
                    case ABORTED -> Status.SKIPPED;
                    case FAILED -> Status.FAILED;
                },
                1,
                Integer::sum);
        if (count(Status.FAILED) <= PRINTED_FAILURES) {
            result.getThrowable().ifPresent(Throwable::printStackTrace);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        end = System.nanoTime();
    }

    List<String> published() {
        return published;
    }

    int count(Status status) {
        return counts.getOrDefault(status, 0);
    }

    boolean succeeded() {
        return count(Status.PASSED) > 0 && count(Status.SKIPPED) == 0 && count(Status.FAILED) == (oneFails ? 1 : 0);
    }

    double secondsAfterLastTest() {
        return (end - lastTest) / SECOND;
    }
}
