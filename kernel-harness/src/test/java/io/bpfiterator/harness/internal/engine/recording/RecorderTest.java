// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.engine.descriptor.AgentIds;
import io.bpfiterator.harness.internal.engine.descriptor.EnvironmentDescriptor;
import io.bpfiterator.harness.internal.engine.descriptor.MirrorDescriptor;
import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Section;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.wire.Node;
import io.bpfiterator.harness.internal.wire.Source;
import io.bpfiterator.internal.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/** The events of a run reach both JUnit and the report. */
class RecorderTest {

    private static final int ALL_ROWS = 1000;

    private final List<String> events = new ArrayList<>();
    private final EngineDescriptor engine = new EngineDescriptor(UniqueId.forEngine("bpf-iterator"), "engine");
    private final EnvironmentDescriptor host = new EnvironmentDescriptor(engine.getUniqueId(), "host");
    private final MirrorDescriptor type = mirror(host, AgentIds.ROOT, "class", "A", Type.CONTAINER);
    private final MirrorDescriptor one = mirror(type, type.agentId(), "method", "one()", Type.TEST);
    private final MirrorDescriptor two = mirror(type, type.agentId(), "method", "two()", Type.TEST);
    private final Recorder recorder = recorder();

    private Recorder recorder() {
        engine.addChild(host);
        host.addChild(type);
        type.addChild(one);
        type.addChild(two);
        return new Recorder(engine, new EventList());
    }

    private MirrorDescriptor mirror(TestDescriptor parent, UniqueId parentId, String segment, String name, Type kind) {
        Source source = new Source("A", null, null, null, null, null);
        UniqueId id = parentId.append(segment, name);
        return MirrorDescriptor.of(
                host, parent, new Node(id.toString(), parentId.toString(), name, name, kind, Set.of(), source));
    }

    private Report report() {
        return recorder.report(ALL_ROWS);
    }

    private Report.Environment environment() {
        assertThat(report().environments()).hasSize(1);
        return report().environments().get(0);
    }

    private Report.Result result(String name) {
        return report().tests().stream()
                .filter(test -> test.name().equals(name))
                .findFirst()
                .orElseThrow()
                .results()
                .get(0);
    }

    @Nested
    class A_test {

        @Test
        void has_its_result_its_time_and_what_it_published(@TempDir Path directory) throws Exception {
            Path file = Files.writeString(directory.resolve("note.txt"), "a text");
            recorder.executionStarted(one);
            recorder.reportingEntryPublished(one, ReportEntry.from("key", "value"));
            recorder.fileEntryPublished(one, FileEntry.from(file, "text/plain"));
            recorder.took(one, 42);
            recorder.executionFinished(one, TestExecutionResult.failed(new AssertionError("broken")));

            Report.Result result = result("one()");
            assertThat(result.status()).isEqualTo(Status.FAILED);
            assertThat(result.milliseconds()).isEqualTo(42);
            assertThat(result.failure().message()).isEqualTo("broken");
            assertThat(result.sections()).contains(new Section("key", "value"), new Section("note", "a text"));
            assertThat(events)
                    .containsExactly("one() started", "one() entry key", "one() file note.txt", "one() FAILED");
        }

        @Test
        void that_is_skipped_has_its_reason() {
            recorder.executionSkipped(two, "not today");

            assertThat(result("two()").status()).isEqualTo(Status.SKIPPED);
            assertThat(result("two()").reason()).isEqualTo("not today");
            assertThat(events).containsExactly("two() skipped not today");
        }

        @Test
        void that_has_not_ended_says_so() {
            recorder.executionStarted(one);

            assertThat(result("one()").failure().message()).isEqualTo("The run ended while this test was running");
            assertThat(result("two()").reason()).isEqualTo("The run ended before this test started");
        }

        @Test
        void may_be_registered_during_the_run() {
            MirrorDescriptor three = mirror(type, type.agentId(), "method", "three()", Type.TEST);
            type.addChild(three);
            recorder.dynamicTestRegistered(three);
            recorder.executionFinished(three, TestExecutionResult.successful());

            assertThat(result("three()").status()).isEqualTo(Status.PASSED);
            assertThat(events).containsExactly("three() registered", "three() SUCCESSFUL");
        }

        @Test
        void must_belong_to_the_run() {
            MirrorDescriptor stranger = mirror(type, type.agentId(), "method", "stranger()", Type.CONTAINER);
            stranger.addChild(mirror(stranger, stranger.agentId(), "method", "below()", Type.TEST));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> recorder.dynamicTestRegistered(
                            stranger.getChildren().iterator().next()))
                    .withMessageStartingWith("Not part of this run: [engine:bpf-iterator]/[environment:host]/");
        }
    }

    @Test
    void an_event_of_what_is_not_recorded_still_reaches_junit() {
        recorder.executionStarted(engine);

        assertThat(events).containsExactly("engine started");
    }

    @Nested
    class An_environment {

        private final MeasuredCoverage coverage = new MeasuredCoverage(
                List.of(new MeasuredCoverage.Source(
                        "a.bpf.c", List.of(1), List.of(2), List.of(), List.of(), List.of())),
                List.of());

        @Test
        void that_cannot_be_started_has_its_failure_and_log() {
            recorder.notStarted(
                    host, Failure.failed("The boot failed").log("Kernel panic").exception(EnvironmentException::new));

            assertThat(environment().name()).isEqualTo("host");
            assertThat(environment().wasStarted()).isFalse();
            assertThat(environment().failure()).isEqualTo("The boot failed");
            assertThat(environment().console()).isEqualTo("Kernel panic");
        }

        @Test
        void that_is_lost_several_times_has_each_failure_and_output() {
            recorder.lost(host, new IllegalStateException("once"));
            recorder.printed(host, "a line");
            recorder.lost(host, new IllegalStateException("twice"));
            recorder.printed(host, "another line");
            recorder.printed(host, " \n");

            assertThat(environment().failure()).matches("(?s).*once.*\n.*twice.*");
            assertThat(environment().console()).isEqualTo("a line\nanother line");
        }

        @Test
        void has_the_coverage_of_all_its_agents() {
            assertThat(recorder.coverage()).isEmpty();
            recorder.covered(host, coverage);
            recorder.covered(
                    host,
                    new MeasuredCoverage(
                            List.of(new MeasuredCoverage.Source(
                                    "a.bpf.c", List.of(2), List.of(), List.of(), List.of(), List.of())),
                            List.of()));

            assertThat(recorder.coverage().orElseThrow().sources())
                    .singleElement()
                    .satisfies(source -> {
                        assertThat(source.hit()).containsExactly(1, 2);
                        assertThat(source.missed()).isEmpty();
                    });
            assertThat(environment().coverage()).isEqualTo(recorder.coverage().orElseThrow());
        }

        @Test
        void has_the_figures_of_its_programs() {
            assertThat(environment().figures()).isNull();
            recorder.measured(host, new MeasuredFigures(List.of()));

            assertThat(environment().figures()).isEqualTo(new MeasuredFigures(List.of()));
        }

        @Test
        void publishes_entries_only_to_junit() {
            recorder.reportingEntryPublished(host, ReportEntry.from("kernel", "6.12"));

            assertThat(events).containsExactly("host entry kernel");
            assertThat(result("one()").sections()).isEmpty();
        }
    }

    private final class EventList implements EngineExecutionListener {

        private void add(TestDescriptor test, String what) {
            events.add(test.getDisplayName().replace(" [host]", "") + " " + what);
        }

        @Override
        public void dynamicTestRegistered(TestDescriptor test) {
            add(test, "registered");
        }

        @Override
        public void executionStarted(TestDescriptor test) {
            add(test, "started");
        }

        @Override
        public void executionSkipped(TestDescriptor test, String reason) {
            add(test, "skipped " + reason);
        }

        @Override
        public void executionFinished(TestDescriptor test, TestExecutionResult result) {
            add(test, result.getStatus().name());
        }

        @Override
        public void reportingEntryPublished(TestDescriptor test, ReportEntry entry) {
            add(test, "entry " + String.join(",", entry.getKeyValuePairs().keySet()));
        }

        @Override
        public void fileEntryPublished(TestDescriptor test, FileEntry file) {
            add(test, "file " + file.getPath().getFileName());
        }
    }
}
