package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.Node;
import io.bpfiterator.harness.internal.wire.Outcome;
import io.bpfiterator.harness.internal.wire.SerializedThrowable;
import io.bpfiterator.harness.internal.wire.Source;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Reports the events of JUnit's launcher to the host. */
final class ReportingListener implements TestExecutionListener {

    private final Reporter reporter;
    private final PublishedFiles files;
    private final Map<String, Long> starts = new ConcurrentHashMap<>();

    ReportingListener(Reporter reporter) {
        this.reporter = reporter;
        this.files = new PublishedFiles(reporter);
    }

    @Override
    public void dynamicTestRegistered(TestIdentifier test) {
        reporter.send(new Message.Registered(new Node(
                test.getUniqueId(),
                test.getParentId().orElseThrow(),
                test.getDisplayName(),
                test.getLegacyReportingName(),
                test.getType().name(),
                test.getTags().stream().map(TestTag::getName).collect(Collectors.toSet()),
                test.getSource().map(Source::of).orElse(null))));
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        starts.put(test.getUniqueId(), System.nanoTime());
        reporter.send(new Message.Started(test.getUniqueId()));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        reporter.send(new Message.Skipped(test.getUniqueId(), reason == null ? "" : reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        long now = System.nanoTime();
        long nanoseconds = now - Objects.requireNonNullElse(starts.remove(test.getUniqueId()), now);
        // An unfinished line belongs to this test, not to the next one.
        System.out.flush();
        System.err.flush();
        Outcome outcome = new Outcome(
                result.getStatus().name(),
                result.getThrowable().map(SerializedThrowable::of).orElse(null));
        reporter.send(new Message.Finished(test.getUniqueId(), outcome, TimeUnit.NANOSECONDS.toMillis(nanoseconds)));
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        reporter.send(
                new Message.Reported(test.getUniqueId(), entry.getTimestamp().toString(), entry.getKeyValuePairs()));
    }

    @Override
    public void fileEntryPublished(TestIdentifier test, FileEntry file) {
        files.send(test.getUniqueId(), file);
    }
}
