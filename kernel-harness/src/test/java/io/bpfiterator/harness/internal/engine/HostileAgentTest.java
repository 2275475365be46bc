// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.Node;
import io.bpfiterator.harness.internal.wire.Outcome;
import io.bpfiterator.harness.internal.wire.SerializedThrowable;
import io.bpfiterator.harness.internal.wire.Source;
import io.bpfiterator.harness.support.FaultyProvider;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.harness.support.ScriptedAgent;
import io.bpfiterator.support.Slow;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What an agent sends is data: it runs nothing, writes nowhere, and neither blocks nor exhausts this JVM. */
@Timeout(120)
class HostileAgentTest {

    private static final String CLASS = "[engine:junit-jupiter]/[class:" + Pids.class.getName() + "]";
    private static final String TEST = CLASS + "/[method:hasATag()]";

    @TempDir
    Path directory;

    private final PrintStream realOut = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void captureOutput() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreOutput() {
        System.setOut(realOut);
    }

    private static EngineExecutionResults run(ScriptedAgent.Script script) {
        FaultyProvider.follow(script);
        return Runs.in("scripted", selectClass(Pids.class));
    }

    private static void assertInvalid(String problem, ScriptedAgent.Script script) {
        EngineExecutionResults results = run(script);

        results.testEvents().assertStatistics(tests -> tests.failed(2));
        assertThat(Runs.failure(results.testEvents(), "hasATag() [scripted]").getMessage())
                .startsWith("The agent in scripted sent an invalid message: " + problem)
                .contains(". Check that nothing in the environment but the agent writes to its connection.")
                .hasSizeLessThan(1000);
    }

    private static SerializedThrowable throwable(String type, String message) {
        return new SerializedThrowable(
                SerializedThrowable.Kind.OTHER,
                type,
                message,
                type + ": " + message,
                List.of(),
                null,
                List.of(),
                null,
                null,
                List.of());
    }

    private static Node node(String parent, String id, Source source) {
        return new Node(id, parent, "a test", "a test", Type.CONTAINER_AND_TEST, Set.of(), source);
    }

    @Nested
    class A_test_without_a_result {

        @Test
        void fails_although_the_agent_says_that_all_tests_have_run() {
            EngineExecutionResults results = run(agent -> {
                agent.start();
                agent.send(new Message.Started(TEST));
                agent.send(new Message.Finished(TEST, new Outcome(Status.SUCCESSFUL, null), 1));
                agent.send(new Message.Ended(null, List.of()));
            });

            results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(1));
            assertThat(Runs.failure(results.testEvents(), "listsThisProcess(IteratorReader) [scripted]"))
                    .hasMessageStartingWith(
                            "The agent in scripted did not run this test: its JUnit did not find the" + " test.");
        }

        @Test
        void fails_although_it_has_started() {
            run(agent -> {
                        agent.start();
                        agent.send(new Message.Started(TEST));
                        agent.send(new Message.Ended(null, List.of()));
                    })
                    .testEvents()
                    .assertStatistics(tests -> tests.failed(2));
        }
    }

    @Nested
    class A_failure {

        @Test
        void opens_no_file_through_the_name_of_a_class() throws Exception {
            Path file = Files.writeString(directory.resolve("file"), "the host's");
            SerializedThrowable failure = throwable(FileOutputStream.class.getName(), file.toString());

            EngineExecutionResults results = run(agent -> {
                agent.start();
                agent.send(new Message.Finished(TEST, new Outcome(Status.FAILED, failure), 1));
                agent.send(new Message.Ended(failure, List.of()));
            });

            assertThat(Runs.failure(results.testEvents(), "hasATag() [scripted]"))
                    .hasToString("java.io.FileOutputStream: " + file);
            assertThat(file).hasContent("the host's");
        }

        @Test
        void does_not_end_the_run_or_the_jvm() {
            for (String type : List.of("java.lang.ThreadDeath", "java.lang.OutOfMemoryError", "java.lang.Error")) {
                run(agent -> {
                            agent.start();
                            agent.send(new Message.Finished(TEST, new Outcome(Status.FAILED, throwable(type, "x")), 1));
                            agent.send(new Message.Ended(null, List.of()));
                        })
                        .testEvents()
                        .assertStatistics(tests -> tests.failed(2));
            }
        }

        @Test
        void has_a_limited_depth() {
            String deep = "{\"cause\":".repeat(100_000);

            assertInvalid("it cannot be parsed: \"0 Ended {", agent -> {
                agent.start();
                agent.send("0 Ended {\"failure\":" + deep + "\n");
            });
        }

        @Test
        void has_a_limited_number_of_causes() {
            String one = "{\"kind\":\"OTHER\",\"type\":\"x\",\"text\":\"x\",\"stack\":[],\"suppressed\":[";
            String end = "],\"failures\":[]}";
            String many = (one + end + ",").repeat(20_000) + one + end;

            assertInvalid("a throwable has more than 10000 causes and failures: \"0 Ended", agent -> {
                agent.start();
                agent.send("0 Ended {\"compiled\":[],\"failure\":" + one + many + end + "}\n");
            });
        }
    }

    @Nested
    class A_message {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "x",
                    "0 Started",
                    "0 Nothing {}",
                    "0 Started null",
                    "0 Started []",
                    "0 Started {",
                    "one Started {\"id\":\"x\"}",
                    "0 Started {}",
                    "0 Started {\"id\":{}}",
                    "0 Skipped {\"id\":\"x\"}",
                    "0 Finished {\"id\":\"x\"}",
                    "0 Finished {\"id\":\"x\",\"outcome\":{}}",
                    "0 Finished {\"id\":\"x\",\"outcome\":{\"status\":\"NO_STATUS\"}}",
                    "0 Finished {\"id\":\"x\",\"outcome\":{\"status\":\"FAILED\"},\"milliseconds\":-1}",
                    "0 Finished {\"id\":\"x\",\"outcome\":{\"status\":\"FAILED\",\"failure\":{}}}",
                    "0 Registered {}",
                    "0 Registered {\"node\":{}}",
                    "0 Registered {\"node\":{\"id\":\"x\",\"parentId\":\"x\",\"displayName\":\"x\","
                            + "\"legacyReportingName\":\"x\",\"type\":\"TEST\",\"tags\":[null]}}",
                    "0 Registered {\"node\":{\"id\":\"x\",\"parentId\":\"x\",\"displayName\":\"x\","
                            + "\"legacyReportingName\":\"x\",\"type\":\"TEST\",\"tags\":[\"a, b\"]}}",
                    "0 Reported {\"id\":\"x\"}",
                    "0 Reported {\"id\":\"x\",\"entries\":{\"key\":null}}",
                    "0 Reported {\"id\":\"x\",\"entries\":{\"\":\"\"}}",
                    "0 FilePart {}",
                    "0 FilePublished {}",
                    "0 Printed {}",
                    "0 NotFound {}",
                    "0 Threads {}",
                    "0 Threads {\"dump\":\"not asked for\"}",
                    "0 DumpThreads {}",
                    "0 Run {\"selectors\":[],\"configuration\":{},\"systemProperties\":{}}",
                    "0 Ended {}",
                    "0 Ended {\"compiled\":[null]}",
                    "0 Hello {}",
                })
        void that_is_invalid_fails_the_tests_with_one_sentence(String line) {
            assertInvalid("", agent -> {
                agent.start();
                agent.send(line + "\n");
            });
        }

        @Test
        void is_quoted_without_control_characters() {
            assertInvalid("it has no known type: \"\ufffd[31mred\"", agent -> {
                agent.start();
                agent.send("\u001b[31mred\n");
            });
        }

        @Test
        void about_an_unknown_test_is_invalid() {
            assertInvalid("it reports a test that it has not registered, \"elsewhere\"", agent -> {
                agent.start();
                agent.send(new Message.Started("elsewhere"));
            });
        }

        @ParameterizedTest
        @ValueSource(strings = {"0 Hello {\"protocol\":2}\n", "x\n", "0 Started {}\n"})
        void that_is_invalid_at_the_start_says_that_no_test_ran(String line) {
            EngineExecutionResults results = run(agent -> agent.send(line));

            assertThat(Runs.failure(results.testEvents(), "hasATag() [scripted]")
                            .getMessage())
                    .startsWith("No test ran in scripted: the agent sent an invalid message: it has no ");
        }

        @Test
        void prints_no_control_characters_of_the_agents_description_to_the_terminal() {
            EngineExecutionResults results = run(agent -> agent.send(
                    "0 Hello {\"protocol\":2,\"java\":\"17\",\"kernel\":\"\\u001b[31m\",\"architecture\":\"x\"}\n"));

            assertThat(Runs.failure(results.testEvents(), "hasATag() [scripted]")
                            .getMessage())
                    .contains("it has no valid kernel")
                    .doesNotContain("\u001b");
        }
    }

    @Nested
    class A_registered_test {

        private void assertRefused(String problem, Node... nodes) {
            assertInvalid(problem, agent -> {
                agent.start();
                for (Node node : nodes) {
                    agent.send(new Message.Registered(node));
                }
                agent.send(new Message.Ended(null, List.of()));
            });
        }

        @Test
        void has_a_valid_id() {
            assertRefused("it sends an invalid id, \"x\"", node(TEST, "x", null));
            assertRefused("it sends an id out of place, ", node(TEST, "[engine:other]", null));
            assertRefused("it sends an id out of place, ", node(TEST, CLASS + "/[x:y]", null));
            assertRefused("it sends an id out of place, ", node(TEST, TEST + "/[a:b]/[x:y]", null));
        }

        @Test
        void has_a_registered_parent() {
            assertRefused(
                    "it reports a test that it has not registered, \"[engine:elsewhere]\"",
                    node("[engine:elsewhere]", "[engine:elsewhere]/[x:y]", null));
        }

        @Test
        void is_registered_once() {
            assertRefused("it registers a test twice, ", node(CLASS, TEST, null));
        }

        @Test
        void is_not_nested_too_deeply() {
            EngineExecutionResults results = run(agent -> {
                agent.start();
                String parent = TEST;
                for (int i = 0; i < 1000; i++) {
                    agent.send(new Message.Registered(node(parent, parent + "/[x:" + i + "]", null)));
                    parent = parent + "/[x:" + i + "]";
                }
            });

            assertThat(results.testEvents().failed().stream()
                            .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                                    .getThrowable()
                                    .orElseThrow()))
                    .hasSize(2)
                    .allSatisfy(failure -> assertThat(failure).hasMessageContaining("it sends an id out of place, "));
        }

        @Test
        void has_a_valid_source() {
            assertRefused(
                    "its source is not a URI: \"%\"",
                    node(TEST, TEST + "/[x:y]", new Source(null, null, null, "%", null, null)));
            for (String source : List.of(
                    "{}",
                    "{\"className\":\"\"}",
                    "{\"className\":\"../../etc/cron.d/x\"}",
                    "{\"className\":\"x\",\"method\":\"\"}",
                    "{\"className\":\"x\",\"line\":0}")) {
                assertInvalid("its source ", agent -> {
                    agent.start();
                    agent.send("0 Registered {\"node\":{\"id\":\"" + TEST + "/[x:y]\",\"parentId\":\"" + TEST
                            + "\",\"displayName\":\"x\",\"legacyReportingName\":\"x\",\"type\":\"TEST\",\"tags\":[],"
                            + "\"source\":" + source + "}}\n");
                });
            }
        }
    }

    @Nested
    @Slow
    class Amounts {

        @Test
        void of_bytes_without_a_line_feed_are_limited() {
            String megabyte = "x".repeat(1 << 20);

            assertInvalid("it has a line of more than " + Channel.MAX_LINE + " bytes", agent -> {
                agent.start();
                for (int i = 0; i < 600; i++) {
                    agent.send(megabyte);
                }
            });
        }

        @Test
        void of_threads_are_limited() {
            long before = threads();

            EngineExecutionResults results = run(agent -> {
                agent.start();
                for (int i = 1; i <= 5000; i++) {
                    agent.send(i + " Printed {\"error\":false,\"text\":\"x\"}\n");
                }
                agent.send("1 Started {\"id\":\"" + TEST + "\"}\n");
                agent.send(new Message.Ended(null, List.of()));
            });

            results.testEvents().assertStatistics(tests -> tests.failed(2));
            assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("x".repeat(5000));
            assertThat(threads() - before).isLessThan(200);
        }

        private long threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("bpf-iterator replay"))
                    .count();
        }
    }
}
