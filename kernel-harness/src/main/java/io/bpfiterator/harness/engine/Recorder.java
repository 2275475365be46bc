package io.bpfiterator.harness.engine;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.environment.AgentSession;
import io.bpfiterator.harness.report.Report;
import io.bpfiterator.harness.report.Rows;
import io.bpfiterator.harness.report.TextLimit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;

/** Tells JUnit's listener what happens, and writes it down for the run's report, with what JUnit has no words for. */
final class Recorder implements EngineExecutionListener {

    private final EngineExecutionListener listener;
    private final TextLimit limit = new TextLimit();
    private final Map<TestDescriptor, EnvironmentRecord> environments = new LinkedHashMap<>();
    private final Map<TestDescriptor, TestRecord> tests = new HashMap<>();

    Recorder(TestDescriptor engine, EngineExecutionListener listener) {
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
        tests.get(descriptor.getParent().orElseThrow()).add(test);
    }

    /**
     * Says where an environment is, which has just been started, perhaps anew.
     *
     * @param whyChosen the end of its description: why it is in the run; may be empty
     */
    synchronized void started(EnvironmentDescriptor environment, AgentSession session, String whyChosen) {
        environments.get(environment).started(session, whyChosen);
    }

    /** Says that an environment can't be had. */
    synchronized void notStarted(EnvironmentDescriptor environment, DiagnosedException failure) {
        environments.get(environment).failed(failure);
        environments.get(environment).printed(failure.log());
    }

    /** Says that an environment has ended before its tests. */
    synchronized void lost(EnvironmentDescriptor environment, RuntimeException failure) {
        environments.get(environment).failed(failure);
    }

    /** Says what an environment printed last beside its tests. */
    synchronized void printed(EnvironmentDescriptor environment, String output) {
        environments.get(environment).printed(output);
    }

    /** Says how long a test took that is about to finish. */
    synchronized void took(TestDescriptor test, long milliseconds) {
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
        // What an environment publishes, the report has in its own words.
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

    /** Tells whether there is anything to report. */
    boolean hasEnvironments() {
        return !environments.isEmpty();
    }

    /** Returns what has become of the tests until now. */
    synchronized Report report() {
        Rows rows = new Rows();
        environments.forEach(
                (descriptor, environment) -> new EnvironmentRows(environment.name(), rows).add(tests.get(descriptor)));
        return new Report(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                environments.values().stream().map(EnvironmentRecord::toReport).toList(),
                rows.tests());
    }
}
