// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.Node;
import io.bpfiterator.harness.internal.wire.Outcome;
import io.bpfiterator.harness.internal.wire.Source;
import io.bpfiterator.harness.internal.wire.ThrowableReader;
import io.bpfiterator.internal.text.Excerpt;
import java.util.LinkedHashMap;
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
                name(test.getDisplayName()),
                name(test.getLegacyReportingName()),
                test.getType(),
                test.getTags().stream().map(TestTag::getName).collect(Collectors.toSet()),
                test.getSource().map(Source::of).orElse(null))));
    }

    private static String name(String any) {
        return any.length() <= Node.MAX_NAME ? any : any.substring(0, Node.MAX_NAME - 1) + "…";
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        starts.put(test.getUniqueId(), System.nanoTime());
        reporter.send(new Message.Started(test.getUniqueId()));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        reporter.send(
                new Message.Skipped(test.getUniqueId(), reason == null ? "" : Excerpt.of(reason, Message.MAX_TEXT)));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        long now = System.nanoTime();
        long nanoseconds = now - Objects.requireNonNullElse(starts.remove(test.getUniqueId()), now);
        // An unfinished line belongs to this test, not to the next one.
        System.out.flush();
        System.err.flush();
        Outcome outcome = new Outcome(
                result.getStatus(),
                result.getThrowable().map(ThrowableReader::read).orElse(null));
        reporter.send(new Message.Finished(test.getUniqueId(), outcome, TimeUnit.NANOSECONDS.toMillis(nanoseconds)));
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        reporter.send(new Message.Reported(
                test.getUniqueId(), entry.getTimestamp().toString(), cut(entry.getKeyValuePairs())));
    }

    /** Shortens entries, so that all of them together fit into a message. */
    private static Map<String, String> cut(Map<String, String> entries) {
        int limit = Message.MAX_TEXT / Math.max(2, 2 * entries.size());
        Map<String, String> shortened = new LinkedHashMap<>();
        entries.forEach((key, value) -> shortened.put(Excerpt.of(key, limit), Excerpt.of(value, limit)));
        return shortened;
    }

    @Override
    public void fileEntryPublished(TestIdentifier test, FileEntry file) {
        files.send(test.getUniqueId(), file);
    }
}
