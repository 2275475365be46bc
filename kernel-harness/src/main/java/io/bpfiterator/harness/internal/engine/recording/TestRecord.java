// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.TextLimit;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.text.Excerpt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;

/** Collects the results of a test or container. */
final class TestRecord {

    private static final int MAX_SECTIONS = 200;

    /** In characters. */
    private static final int MAX_TITLE = 500;

    private final TestDescriptor descriptor;
    private final TextLimit limit;
    private final List<TestRecord> children = new ArrayList<>();
    private final List<Report.Section> sections = new ArrayList<>();
    private boolean sectionsLeftOut;
    private boolean started;
    private @Nullable Status status;
    private @Nullable Long milliseconds;
    private @Nullable String reason;
    private Report.@Nullable Failure failure;

    TestRecord(TestDescriptor descriptor, TextLimit limit) {
        this.descriptor = descriptor;
        this.limit = limit;
    }

    TestDescriptor descriptor() {
        return descriptor;
    }

    void add(TestRecord child) {
        children.add(child);
    }

    List<TestRecord> children() {
        return children;
    }

    List<Report.Section> sections() {
        return sections;
    }

    void started() {
        started = true;
    }

    void took(long time) {
        milliseconds = time;
    }

    /** Returns the duration, which is 0 for a test that has not ended. */
    long milliseconds() {
        return milliseconds == null ? 0 : milliseconds;
    }

    void skipped(String why) {
        status = Status.SKIPPED;
        reason = limit.cut(why);
    }

    void finished(TestExecutionResult result) {
        Optional<Throwable> thrown = result.getThrowable();
        switch (result.getStatus()) {
            case SUCCESSFUL -> status = Status.PASSED;
            case ABORTED -> skipped(thrown.map(TestRecord::message).orElse(""));
            case FAILED -> {
                status = Status.FAILED;
                failure = new Report.Failure(
                        limit.cut(thrown.map(TestRecord::message).orElse("no reason is given")),
                        limit.cut(thrown.map(TestRecord::trace).orElse("")));
            }
        }
    }

    /**
     * Adds a section unless there is an equal one: publishing a directory twice publishes its files twice. Adds none if
     * there are too many.
     */
    void published(String title, String text) {
        if (limit.isExhausted() || sections.size() >= MAX_SECTIONS) {
            sectionsLeftOut = true;
            return;
        }
        Report.Section section = new Report.Section(Excerpt.of(title, MAX_TITLE), limit.cut(text));
        if (!sections.contains(section)) {
            sections.add(section);
        }
    }

    /** Returns whether this is a test or ended like one: a factory that failed, a template that was skipped. */
    boolean isRow() {
        boolean endedInFull = status == Status.PASSED || status == null && !children.isEmpty();
        return descriptor.isTest() || !endedInFull;
    }

    /** Returns the status that the result has. */
    Status resultStatus() {
        return status == null ? started ? Status.FAILED : Status.SKIPPED : status;
    }

    /** Returns the result. For a test that has not ended, it says that the run ended before. */
    Report.Result toResult(String environment, List<Report.Section> sectionsOfClass) {
        List<Report.Section> all = new ArrayList<>(sections);
        all.addAll(sectionsOfClass);
        if (sectionsLeftOut) {
            all.add(new Report.Section("more texts", TextLimit.LEFT_OUT));
        }
        if (status != null) {
            return new Report.Result(environment, status, milliseconds, reason, failure, all);
        }
        String ending = "The run ended " + (started ? "while this test was running" : "before this test started");
        return started
                ? new Report.Result(environment, Status.FAILED, null, null, new Report.Failure(ending, ending), all)
                : new Report.Result(environment, Status.SKIPPED, null, ending, null, all);
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? CauseText.of(thrown) : message.strip();
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
