// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.Empty;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.Node;
import io.bpfiterator.harness.internal.wire.Outcome;
import io.bpfiterator.harness.internal.wire.SerializedThrowable;
import io.bpfiterator.harness.support.FaultyProvider;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.harness.support.ScriptedAgent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.Event;

/** What an agent says is what JUnit is told. */
class ScriptedRunTest {

    private static final String CLASS = "[engine:junit-jupiter]/[class:" + Pids.class.getName() + "]";
    private static final String TEST = CLASS + "/[method:hasATag()]";
    private static final String OTHER = CLASS + "/[method:listsThisProcess(io.bpfiterator.iterator.IteratorReader)]";
    private static final Outcome PASSED = new Outcome(Status.SUCCESSFUL, null);
    private static final Message END = new Message.Ended(null, List.of());

    private static SerializedThrowable throwable(String message) {
        return new SerializedThrowable(
                SerializedThrowable.Kind.OTHER,
                "p.AnException",
                message,
                "p.AnException: " + message,
                List.of(),
                null,
                List.of(),
                null,
                null,
                List.of());
    }

    /** Runs an agent that starts the tests and then sends messages. */
    private static EngineExecutionResults run(Message... messages) {
        return run(Map.of(), agent -> {
            agent.start();
            for (Message message : messages) {
                agent.send(message);
            }
        });
    }

    private static EngineExecutionResults run(Map<String, String> settings, ScriptedAgent.Script script) {
        FaultyProvider.follow(script);
        return with(settings, "scripted");
    }

    private static EngineExecutionResults with(Map<String, String> settings, String environment) {
        Map<String, String> configuration = new HashMap<>(settings);
        configuration.put(Runs.ENVIRONMENTS, environment);
        return Runs.with(configuration, selectClass(Pids.class));
    }

    private static List<Map<String, String>> entriesOf(EngineExecutionResults results, String displayName) {
        return results.allEvents().reportingEntryPublished().stream()
                .filter(event -> event.getTestDescriptor().getDisplayName().equals(displayName))
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .toList();
    }

    @Nested
    class A_test {

        @Test
        void is_skipped_with_the_agents_reason() {
            EngineExecutionResults results = run(new Message.Skipped(TEST, "not today"), END);

            assertThat(results.testEvents().skipped().stream()).singleElement().satisfies(event -> assertThat(
                            event.getRequiredPayload(String.class))
                    .isEqualTo("not today"));
        }

        @Test
        void is_aborted_with_the_agents_exception() {
            EngineExecutionResults results = run(
                    new Message.Started(TEST),
                    new Message.Finished(TEST, new Outcome(Status.ABORTED, throwable("not here")), 1),
                    END);

            assertThat(results.testEvents().aborted().stream()).singleElement().satisfies(event -> assertThat(
                            event.getRequiredPayload(TestExecutionResult.class)
                                    .getThrowable()
                                    .orElseThrow())
                    .hasMessageContaining("not here"));
        }

        @Test
        void publishes_entries_and_files() throws IOException {
            String content = Base64.getEncoder().encodeToString("text".getBytes(StandardCharsets.UTF_8));
            EngineExecutionResults results = run(
                    new Message.Started(TEST),
                    new Message.Reported(TEST, "2026-01-01T00:00:00", Map.of("key", "value")),
                    new Message.FilePart(1, "note.txt", content),
                    new Message.FilePublished(1, TEST, "2026-01-01T00:00:00", "note.txt", "text/plain"),
                    new Message.FilePublished(2, TEST, "2026-01-01T00:00:00", "..", "text/plain"),
                    new Message.Finished(TEST, PASSED, 1),
                    END);

            assertThat(entriesOf(results, "hasATag() [scripted]"))
                    .contains(Map.of("key", "value"))
                    .anySatisfy(entry -> assertThat(entry).containsKey("published file"));
            List<FileEntry> files = results.allEvents().fileEntryPublished().stream()
                    .map(event -> event.getRequiredPayload(FileEntry.class))
                    .toList();
            assertThat(files).singleElement().satisfies(file -> assertThat(file.getPath())
                    .hasFileName("note.txt")
                    .hasContent("text"));
        }

        @Test
        void that_junit_did_not_find_there_fails_with_the_cause() {
            EngineExecutionResults results = run(
                    new Message.NotFound("uid:" + TEST, throwable("no such class")),
                    new Message.NotFound("uid:" + OTHER, null),
                    new Message.Finished("[engine:junit-jupiter]", new Outcome(Status.FAILED, throwable("two")), 1),
                    END);

            assertThat(Runs.failure(results.testEvents(), "hasATag() [scripted]"))
                    .hasMessageStartingWith("The agent in scripted did not run this test: its class cannot be loaded"
                            + " there: p.AnException: no such class")
                    .hasCauseInstanceOf(Throwable.class);
            assertThat(Runs.failure(results.testEvents(), "listsThisProcess(IteratorReader) [scripted]"))
                    .hasMessageStartingWith("The agent in scripted did not run this test: its JUnit did not find");
            results.testEvents().assertStatistics(tests -> tests.failed(2));
        }

        @Test
        void keeps_its_result_if_another_was_not_found() {
            run(
                            new Message.Started(TEST),
                            new Message.Finished(TEST, PASSED, 1),
                            new Message.NotFound("uid:" + OTHER, null),
                            END)
                    .testEvents()
                    .assertStatistics(tests -> tests.succeeded(1).failed(1));
        }

        @Test
        void that_did_not_run_fails() {
            EngineExecutionResults results = run(END);

            results.testEvents().assertStatistics(tests -> tests.failed(2));
            assertThat(Runs.failure(results.testEvents(), "hasATag() [scripted]"))
                    .hasMessageStartingWith("The agent in scripted did not run this test: ");
        }

        @Test
        void may_be_registered_while_others_run() {
            String id = CLASS + "/[method:registered()]";
            EngineExecutionResults results = run(
                    new Message.Registered(
                            new Node(id, CLASS, "registered()", "registered()", Type.TEST, Set.of(), null)),
                    new Message.Started(id),
                    new Message.Finished(id, PASSED, 1),
                    END);

            assertThat(Runs.names(results.testEvents().succeeded().list())).containsExactly("registered() [scripted]");
        }

        @Test
        void publishes_directories() {
            String content = Base64.getEncoder().encodeToString("text".getBytes(StandardCharsets.UTF_8));
            EngineExecutionResults results = run(
                    new Message.Started(TEST),
                    new Message.FilePart(1, "published/inner/note.txt", content),
                    new Message.FilePublished(1, TEST, "2026-01-01T00:00:00", "published", null),
                    END);

            assertThat(results.allEvents().fileEntryPublished().stream())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getRequiredPayload(FileEntry.class)
                                    .getPath()
                                    .resolve("inner/note.txt"))
                            .hasContent("text"));
        }
    }

    @Nested
    class A_run {

        @Test
        void without_a_test_fails() {
            FaultyProvider.follow(agent -> {
                agent.start();
                String type = "[engine:junit-jupiter]/[class:" + Empty.class.getName() + "]";
                agent.send(new Message.Finished(type + "/[test-factory:none()]", PASSED, 1));
                agent.send(new Message.Finished(type, PASSED, 1));
                agent.send(END);
            });

            EngineExecutionResults results = Runs.in("scripted", selectClass(Empty.class));

            assertThat(Runs.failure(results.testEvents(), "lifecycle of the environment [scripted]"))
                    .hasMessageStartingWith("No test ran in scripted: the selected classes or methods contain no test");
        }

        @Test
        void prints_what_the_tests_print_to_the_same_stream() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream realOut = System.out;
            PrintStream realErr = System.err;
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            try {
                run(new Message.Printed(false, "to out"), new Message.Printed(true, "to err"), END);
            } finally {
                System.setOut(realOut);
                System.setErr(realErr);
            }

            assertThat(out.toString(StandardCharsets.UTF_8)).contains("to out").doesNotContain("to err");
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("to err")
                    .doesNotContain("to out")
                    .containsPattern("bpf-iterator: scripted: an agent that follows a script; Linux \\S+, Java \\S+;"
                            + " ready after \\d+ ms \\(preparation \\d+, JVM \\d+\\)");
        }

        @Test
        void announces_its_environment_and_publishes_its_console() {
            List<Map<String, String>> entries = entriesOf(run(END), "scripted");

            Message.Hello hello = Message.Hello.ofThisJvm();
            assertThat(entries.get(0))
                    .containsEntry("environment", "an agent that follows a script")
                    .containsEntry("kernel", hello.kernel())
                    .containsEntry("java", hello.java())
                    .containsEntry("architecture", hello.architecture())
                    .containsKeys("milliseconds to start", "milliseconds by stage");
            assertThat(entries).contains(Map.of("console", "a last line"));
        }

        @Test
        void whose_launcher_fails_has_its_failure_in_the_other_tests() {
            EngineExecutionResults results = run(
                    new Message.Started(TEST),
                    new Message.Finished(TEST, PASSED, 1),
                    new Message.Ended(throwable("no launcher"), List.of()));

            results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(1));
            assertThat(Runs.failure(results.testEvents(), "listsThisProcess(IteratorReader) [scripted]"))
                    .hasMessageContaining("no launcher");
        }

        @Test
        void that_has_not_run_the_other_tests_ends_its_classes_nevertheless() {
            EngineExecutionResults results = run(END);

            assertThat(results.containerEvents().started().stream().map(Event::getTestDescriptor))
                    .extracting(descriptor -> descriptor.getDisplayName())
                    .containsExactly("bpf-iterator", "scripted", "Pids");
            assertThat(results.containerEvents().finished().stream().map(Event::getTestDescriptor))
                    .extracting(descriptor -> descriptor.getDisplayName())
                    .containsExactly("Pids", "scripted", "bpf-iterator");
        }

        @Test
        void sends_its_parameters_except_those_that_the_agents_junit_knows() {
            List<Message.Run> sent = new CopyOnWriteArrayList<>();
            System.setProperty("a.system.property", "1");
            try {
                run(Map.of("a.parameter", "2", "a.system.property", "3"), agent -> {
                    agent.send(Message.Hello.ofThisJvm());
                    sent.add((Message.Run) agent.channel().receive().message());
                    agent.started().set(true);
                    agent.send(END);
                });
            } finally {
                System.clearProperty("a.system.property");
            }

            assertThat(sent.get(0).selectors()).containsExactlyInAnyOrder("uid:" + TEST, "uid:" + OTHER);
            assertThat(sent.get(0).configuration())
                    .containsEntry("a.parameter", "2")
                    .containsEntry("bpfiterator.report", "always")
                    .containsEntry("junit.platform.output.capture.stdout", "false")
                    .doesNotContainKey("a.system.property");
        }

        @Test
        void keeps_the_report_that_the_user_has_asked_for() {
            List<Message.Run> sent = new CopyOnWriteArrayList<>();
            run(Map.of("bpfiterator.report", "never"), agent -> {
                agent.send(Message.Hello.ofThisJvm());
                sent.add((Message.Run) agent.channel().receive().message());
                agent.started().set(true);
                agent.send(END);
            });

            assertThat(sent.get(0).configuration()).containsEntry("bpfiterator.report", "never");
        }
    }
}
