// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.engine.descriptor.EnvironmentDescriptor;
import io.bpfiterator.harness.internal.environment.AgentSession;
import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Rows;
import io.bpfiterator.harness.internal.report.TextLimit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;

/**
 * Notifies JUnit's listener, and records the events for the run's report. Also records what JUnit has no events for,
 * such as the start of an environment.
 */
public final class Recorder implements EngineExecutionListener {

    private final EngineExecutionListener listener;
    private final TextLimit limit = new TextLimit();
    private final Map<TestDescriptor, EnvironmentRecord> environments = new LinkedHashMap<>();
    private final Map<TestDescriptor, TestRecord> tests = new HashMap<>();

    public Recorder(TestDescriptor engine, EngineExecutionListener listener) {
        this.listener = listener;
        engine.getChildren().forEach(child -> {
            environments.put(child, new EnvironmentRecord(((EnvironmentDescriptor) child).name(), limit));
            tests.put(child, new TestRecord(child, limit));
            child.getChildren().forEach(this::addTree);
        });
    }

    private void addTree(TestDescriptor descriptor) {
        add(descriptor);
        descriptor.getChildren().forEach(this::addTree);
    }

    private void add(TestDescriptor descriptor) {
        TestRecord test = new TestRecord(descriptor, limit);
        tests.put(descriptor, test);
        recorded(tests, descriptor.getParent().orElseThrow()).add(test);
    }

    /**
     * Records that an environment was started or restarted.
     *
     * @param whyChosen the suffix of its description: why it is in the run; may be empty
     */
    public synchronized void started(EnvironmentDescriptor environment, AgentSession session, String whyChosen) {
        recorded(environments, environment).started(session, whyChosen);
    }

    /** Records that an environment could not be started. */
    public synchronized void notStarted(EnvironmentDescriptor environment, DiagnosedException failure) {
        recorded(environments, environment).failed(failure);
        recorded(environments, environment).printed(failure.log());
    }

    /** Records that an environment ended before its tests. */
    public synchronized void lost(EnvironmentDescriptor environment, RuntimeException failure) {
        recorded(environments, environment).failed(failure);
    }

    /** Records the coverage of the BPF programs that tests have loaded in an environment. */
    public synchronized void covered(EnvironmentDescriptor environment, MeasuredCoverage coverage) {
        recorded(environments, environment).covered(coverage);
    }

    /** Records the figures of the BPF programs that tests have loaded in an environment. */
    public synchronized void measured(EnvironmentDescriptor environment, MeasuredFigures figures) {
        recorded(environments, environment).measured(figures);
    }

    /** Returns the merged coverage of all environments until now; empty if it was not measured. */
    public synchronized Optional<MeasuredCoverage> coverage() {
        return Report.coverage(environments.values().stream().map(EnvironmentRecord::toReport));
    }

    /** Records the last output of an environment outside of its tests. */
    public synchronized void printed(EnvironmentDescriptor environment, String output) {
        recorded(environments, environment).printed(output);
    }

    /** Records the duration of a test that is about to finish. */
    public synchronized void took(TestDescriptor test, long milliseconds) {
        record(test, record -> record.took(milliseconds));
    }

    @Override
    public void dynamicTestRegistered(TestDescriptor test) {
        synchronized (this) {
            add(test);
        }
        listener.dynamicTestRegistered(test);
    }

    @Override
    public void executionSkipped(TestDescriptor test, String reason) {
        record(test, record -> record.skipped(reason));
        listener.executionSkipped(test, reason);
    }

    @Override
    public void executionStarted(TestDescriptor test) {
        record(test, TestRecord::started);
        listener.executionStarted(test);
    }

    @Override
    public void executionFinished(TestDescriptor test, TestExecutionResult result) {
        record(test, record -> record.finished(result));
        listener.executionFinished(test, result);
    }

    @Override
    public void reportingEntryPublished(TestDescriptor test, ReportEntry entry) {
        // The report describes environments by EnvironmentRecord, not by their entries.
        if (!environments.containsKey(test)) {
            record(test, record -> entry.getKeyValuePairs().forEach(record::published));
        }
        listener.reportingEntryPublished(test, entry);
    }

    @Override
    public void fileEntryPublished(TestDescriptor test, FileEntry file) {
        record(test, record -> PublishedTexts.of(file.getPath()).forEach(record::published));
        listener.fileEntryPublished(test, file);
    }

    private synchronized void record(TestDescriptor test, Consumer<TestRecord> what) {
        TestRecord record = tests.get(test);
        if (record != null) {
            what.accept(record);
        }
    }

    private static <T> T recorded(Map<TestDescriptor, T> records, TestDescriptor descriptor) {
        T record = records.get(descriptor);
        if (record == null) {
            throw new IllegalArgumentException("Not part of this run: " + descriptor.getUniqueId());
        }
        return record;
    }

    /**
     * Returns the results so far.
     *
     * @param maxRows how many tests of an environment have a row
     */
    synchronized Report report(int maxRows) {
        Rows rows = new Rows();
        environments.forEach((descriptor, environment) ->
                new EnvironmentRows(environment.name(), rows, maxRows).add(recorded(tests, descriptor)));
        return new Report(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                environments.values().stream().map(EnvironmentRecord::toReport).toList(),
                rows.tests());
    }
}
