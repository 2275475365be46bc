// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.support;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Records the result of each test as a line with its engine, name and status. */
public final class Outcomes implements TestExecutionListener {

    private final List<String> lines = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        lines.add(engine(test) + " " + test.getDisplayName() + " SKIPPED");
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            String why = result.getThrowable()
                    .map(Throwable::toString)
                    .map(text -> ": " + text)
                    .orElse("");
            lines.add(engine(test) + " " + test.getDisplayName() + " " + result.getStatus() + why);
            result.getThrowable().ifPresent(failures::add);
        }
    }

    private static String engine(TestIdentifier test) {
        return test.getUniqueIdObject().getEngineId().orElse("");
    }

    public List<String> lines() {
        return lines;
    }

    public List<Throwable> failures() {
        return failures;
    }
}
