// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static io.bpfiterator.harness.support.Runs.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import io.bpfiterator.harness.internal.engine.fixtures.Empty;
import io.bpfiterator.harness.internal.engine.fixtures.Fatal;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.support.Slow;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Whatever happens to an agent, each selected test has a result, and failures show the cause. */
@Timeout(60)
@Slow
class FaultsTest {

    private static final String A_TEST = "hasATag() [%s]";

    @Nested
    class An_agent_that_ends_while_a_test_runs {

        @Test
        void by_system_exit_shows_the_call() {
            EngineExecutionResults results = Runs.in("host", selectClass(Fatal.Exits.class));

            results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(2));
            assertThat(failure(results.testEvents(), "exits() [host]"))
                    .hasMessage("The agent in host ended with exit status 42: a test called System.exit. Remove the"
                            + " call: a test must not exit the JVM that runs it.")
                    .cause()
                    .satisfies(call -> assertThat(call.getStackTrace())
                            .anySatisfy(element -> assertThat(element.getClassName() + "." + element.getMethodName())
                                    .isEqualTo(Fatal.Exits.class.getName() + ".exits")));
            assertThat(failure(results.testEvents(), "after() [host]")).hasMessageContaining("System.exit");
        }

        @Test
        void by_a_signal_names_the_signal() {
            EngineExecutionResults results = Runs.in("host", selectClass(Fatal.IsKilled.class));

            assertThat(failure(results.testEvents(), "killsItself() [host]"))
                    .hasMessageStartingWith(
                            "The agent in host was killed by SIGKILL, sent either by the OOM killer or by"
                                    + " another process (see the kernel log)");
        }

        @Test
        void is_restarted_for_the_other_classes() {
            EngineExecutionResults results =
                    Runs.in("host", selectClass(Fatal.IsKilled.class), selectMethod(Pids.class, "hasATag"));

            results.testEvents().assertStatistics(tests -> tests.failed(1).succeeded(1));
        }
    }

    @Nested
    class An_environment_that_ran_no_test {

        @Test
        void adds_a_failing_test() {
            EngineExecutionResults results = Runs.in("host, second", selectClass(Empty.class));

            results.testEvents().assertStatistics(tests -> tests.succeeded(0).failed(2));
            assertThat(failure(results.testEvents(), "lifecycle of the environment [host]"))
                    .hasMessageStartingWith("No test ran in host: ");
        }
    }

    @Nested
    class An_agent_that_sends_no_message {

        // A busy machine takes seconds to start a JVM and the first test, during which the agent is silent, too.

        @Test
        void within_the_timeout_is_terminated_and_its_threads_are_shown() {
            EngineExecutionResults results = Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "host", "bpfiterator.timeout", "5"), selectClass(Fatal.Blocks.class));

            assertThat(failure(results.testEvents(), "forEver() [host]"))
                    .hasMessageStartingWith("The agent in host was terminated: it sent no message for 5 s, so a test"
                            + " either blocks (see the threads below) or is slow. If the tests are only slow, raise"
                            + " bpfiterator.timeout.\nIts threads:\n")
                    .hasMessageContaining(Fatal.Blocks.class.getName() + ".forEver(Fatal.java:");
        }

        @Test
        void and_does_not_show_its_threads_hangs() {
            EngineExecutionResults results = Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "host, second", "bpfiterator.timeout", "5"),
                    selectUniqueId(
                            "[engine:bpf-iterator]/[environment:host]/[class:" + Fatal.Freezes.class.getName() + "]"),
                    selectUniqueId("[engine:bpf-iterator]/[environment:second]/[class:" + Pids.class.getName()
                            + "]/[method:hasATag()]"));

            assertThat(failure(results.testEvents(), "itsJvm() [host]"))
                    .hasMessage(
                            "The agent in host was terminated: it sent no message for 5 s and did not answer a request"
                                    + " for its threads, so either its JVM or the kernel under it hangs. If the tests"
                                    + " are only slow, raise bpfiterator.timeout.");
            results.testEvents().assertStatistics(tests -> tests.failed(1).succeeded(1));
        }

        @Test
        void fails_if_the_timeout_is_not_a_number() {
            EngineExecutionResults results = Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "host", "bpfiterator.timeout", "soon"), selectClass(Pids.class));

            results.testEvents().assertStatistics(tests -> tests.started(1).failed(1));
            assertThat(failure(results.testEvents(), "settings"))
                    .hasMessage("bpfiterator.timeout is \"soon\": it must be a whole number of seconds between 1 and"
                            + " 604800.");
        }
    }

    @Nested
    class An_agent_that_cannot_run {

        @Test
        void because_its_environment_cannot_start_fails_each_test_with_the_remedy() {
            EngineExecutionResults results = Runs.in("faulty:refused", selectClass(Pids.class));

            results.testEvents().assertStatistics(tests -> tests.failed(2));
            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:refused")))
                    .hasMessage("This environment cannot be started. Use another.");
        }

        @Test
        void because_it_refuses_knows_how_many_environments_have_a_kernel_of_their_own() {
            EngineExecutionResults results =
                    Runs.in("host, faulty:own-kernel-1, faulty:own-kernel-2", selectClass(Pids.class));

            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:own-kernel-1")))
                    .hasMessageStartingWith("Kernels in this run: 2");
        }

        @Test
        void because_its_environment_cannot_start_aborts_each_test_if_configured() {
            EngineExecutionResults results = Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "faulty:refused", "bpfiterator.unavailable", "skip"),
                    selectClass(Pids.class));

            results.testEvents().assertStatistics(tests -> tests.aborted(2));
        }

        @Test
        void because_its_environment_cannot_start_fails_under_strict() {
            EngineExecutionResults results = Runs.with(
                    Map.of(
                            Runs.ENVIRONMENTS,
                            "faulty:refused",
                            "bpfiterator.unavailable",
                            "skip",
                            "bpfiterator.strict",
                            "true"),
                    selectClass(Pids.class));

            results.testEvents().assertStatistics(tests -> tests.failed(2));
        }

        @Test
        void because_its_jvm_ends_shows_its_output() {
            EngineExecutionResults results = Runs.in("faulty:no-jvm", selectClass(Pids.class));

            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:no-jvm")))
                    .hasMessageStartingWith("No test ran in faulty:no-jvm: the agent ended with exit status 1.\n"
                            + "Its last output:\n")
                    .hasMessageContaining("NoSuchFlag");
        }

        @Test
        void because_it_has_another_version_names_both() {
            EngineExecutionResults results = Runs.in("faulty:old", selectClass(Pids.class));

            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:old")))
                    .hasMessage("No test ran in faulty:old: the agent uses protocol version 99 and this engine version "
                            + Message.Hello.PROTOCOL
                            + ". Put the same version of bpf-iterator-kernel-harness on both class paths.");
        }

        @Test
        void because_it_does_not_send_hello_shows_its_message() {
            EngineExecutionResults results = Runs.in("faulty:rude", selectClass(Pids.class));

            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:rude")))
                    .hasMessage("No test ran in faulty:rude: the agent's first message is not Hello but DumpThreads.");
        }

        @Test
        void because_it_closed_its_connection_reports_that_although_the_jvm_still_runs() {
            EngineExecutionResults results = Runs.in("faulty:gone", selectClass(Pids.class));

            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:gone")))
                    .hasMessage("The agent in faulty:gone closed its connection\nIts last output:\na last line");
        }

        @Test
        void because_a_class_is_missing_names_the_class() {
            EngineExecutionResults results = Runs.in("faulty:no-classes", selectClass(Pids.class));

            results.testEvents().assertStatistics(tests -> tests.failed(2));
            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:no-classes")))
                    .hasMessage(
                            "The agent in faulty:no-classes did not run this test: its class cannot be loaded there: "
                                    + "java.lang.ClassNotFoundException: " + Pids.class.getName() + ".");
        }
    }

    @Nested
    class An_agent_that_publishes_invalid_paths {

        @Test
        void is_refused_and_the_report_shows_it() {
            EngineExecutionResults results = Runs.in("faulty:hostile", selectClass(Pids.class));

            assertThat(results.allEvents().fileEntryPublished().stream()).isEmpty();
            assertThat(results.allEvents().reportingEntryPublished().stream()
                            .map(event -> event.getRequiredPayload(ReportEntry.class)
                                    .getKeyValuePairs()
                                    .get("published file"))
                            .filter(Objects::nonNull))
                    .containsExactly(refusal("../../../../../../etc/shadow"), refusal("/etc/shadow"), refusal(".."));
        }

        private String refusal(String path) {
            return "Cannot keep the published file \"" + path
                    + "\": its path leaves its directory or is too long. Publish files through"
                    + " JUnit's TestReporter.";
        }
    }

    @Nested
    class An_agent_that_prints_a_lot {

        private final AtomicLong printed = new AtomicLong();

        private EngineExecutionResults run(Class<?> tests) {
            PrintStream real = System.out;
            System.setOut(new PrintStream(new OutputStream() {
                @Override
                public void write(int b) {
                    printed.incrementAndGet();
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    printed.addAndGet(length);
                }
            }));
            try {
                return Runs.in("host", selectClass(tests));
            } finally {
                System.setOut(real);
            }
        }

        @Test
        void loses_no_output() {
            run(Fatal.Floods.class).testEvents().assertStatistics(tests -> tests.succeeded(1));

            assertThat(printed.get()).isEqualTo(10 << 20);
        }

        @Test
        void at_once_loses_no_output_and_only_the_middle_of_a_message() {
            EngineExecutionResults results = run(Fatal.IsVerbose.class);

            results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(1));
            assertThat(printed.get()).isEqualTo(100 << 20);
            assertThat(failure(results.testEvents(), "fails() [host]").getMessage())
                    .startsWith("first")
                    .containsPattern("… \\d+ characters are left out here …")
                    .endsWith("last");
        }
    }
}
