package io.bpfiterator.harness.engine;

import static io.bpfiterator.harness.support.Runs.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import io.bpfiterator.harness.engine.fixtures.Empty;
import io.bpfiterator.harness.engine.fixtures.Fatal;
import io.bpfiterator.harness.engine.fixtures.Pids;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.support.NeedsKernel;
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

/** Whatever becomes of an agent, each test that was to run has a result, and a failure says why. */
@Timeout(60)
@Slow
class FaultsTest {

    private static final String A_TEST = "hasATag() [%s]";

    @Nested
    class An_agent_that_ends_while_a_test_runs {

        @Test
        void with_system_exit_says_where_that_was_called() {
            EngineExecutionResults results = Runs.in("host", selectClass(Fatal.Exits.class));

            results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(2));
            assertThat(failure(results.testEvents(), "exits() [host]"))
                    .hasMessage("The agent in host ended with exit status 42, since a test called System.exit; "
                            + "tests must not end the JVM they run in")
                    .cause()
                    .satisfies(call -> assertThat(call.getStackTrace())
                            .anySatisfy(element -> assertThat(element.getClassName() + "." + element.getMethodName())
                                    .isEqualTo(Fatal.Exits.class.getName() + ".exits")));
            assertThat(failure(results.testEvents(), "after() [host]")).hasMessageContaining("System.exit");
        }

        @Test
        void by_a_kill_says_so_with_what_it_printed_last() {
            EngineExecutionResults results = Runs.in("host", selectClass(Fatal.IsKilled.class));

            assertThat(failure(results.testEvents(), "killsItself() [host]"))
                    .hasMessageStartingWith("The agent in host was killed (SIGKILL)");
        }

        @Test
        @NeedsKernel
        void is_started_again_for_the_other_classes() {
            EngineExecutionResults results =
                    Runs.in("host", selectClass(Fatal.IsKilled.class), selectClass(Pids.class));

            results.testEvents().assertStatistics(tests -> tests.failed(1).succeeded(2));
        }
    }

    @Nested
    class An_environment_that_ran_no_test {

        @Test
        void fails_with_a_test_of_its_own() {
            EngineExecutionResults results = Runs.in("host, second", selectClass(Empty.class));

            results.testEvents().assertStatistics(tests -> tests.succeeded(0).failed(2));
            assertThat(failure(results.testEvents(), "lifecycle of the environment [host]"))
                    .hasMessageStartingWith("No test ran in host: ");
        }
    }

    @Nested
    class An_agent_that_says_nothing {

        @Test
        void for_too_long_is_ended_and_what_its_threads_did_is_told() {
            EngineExecutionResults results = Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "host", "bpfiterator.timeout", "1"), selectClass(Fatal.Blocks.class));

            assertThat(failure(results.testEvents(), "forEver() [host]"))
                    .hasMessageStartingWith("The agent in host has said nothing for 1 s, so it was ended: does a test "
                            + "block? If it only takes long, raise bpfiterator.timeout.\nWhat its threads did:\n")
                    .hasMessageContaining(Fatal.Blocks.class.getName() + ".forEver(Fatal.java:");
        }

        @Test
        @NeedsKernel
        void and_does_not_answer_either_hangs() {
            EngineExecutionResults results = Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "host, second", "bpfiterator.timeout", "2"),
                    selectUniqueId(
                            "[engine:bpf-iterator]/[environment:host]/[class:" + Fatal.Freezes.class.getName() + "]"),
                    selectUniqueId("[engine:bpf-iterator]/[environment:second]/[class:" + Pids.class.getName() + "]"));

            assertThat(failure(results.testEvents(), "itsJvm() [host]"))
                    .hasMessage(
                            "The agent in host has said nothing for 2 s, so it was ended: does a test block? If it only"
                                    + " takes long, raise bpfiterator.timeout. It did not answer what its threads do either, so"
                                    + " its JVM hangs, or the kernel under it.");
            results.testEvents().assertStatistics(tests -> tests.failed(1).succeeded(2));
        }

        @Test
        void for_a_time_that_is_no_number_is_an_error() {
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
        void for_want_of_its_environment_fails_each_test_with_the_remedy() {
            EngineExecutionResults results = Runs.in("faulty:refused", selectClass(Pids.class));

            results.testEvents().assertStatistics(tests -> tests.failed(2));
            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:refused")))
                    .hasMessage("This environment cannot be started. Use another.");
        }

        @Test
        void for_want_of_its_environment_aborts_each_test_if_asked_to() {
            EngineExecutionResults results = Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "faulty:refused", "bpfiterator.unavailable", "skip"),
                    selectClass(Pids.class));

            results.testEvents().assertStatistics(tests -> tests.aborted(2));
        }

        @Test
        void and_may_not_be_skipped_fails() {
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
        void since_its_jvm_ends_says_what_that_printed() {
            EngineExecutionResults results = Runs.in("faulty:no-jvm", selectClass(Pids.class));

            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:no-jvm")))
                    .hasMessageStartingWith("The agent in faulty:no-jvm ended with exit status 1 before any test ran\n"
                            + "Its last output:\n")
                    .hasMessageContaining("NoSuchFlag");
        }

        @Test
        void since_it_is_of_another_version_says_both() {
            EngineExecutionResults results = Runs.in("faulty:old", selectClass(Pids.class));

            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:old")))
                    .hasMessage(
                            "The agent in faulty:old speaks version 99 of the wire and this engine version 2; put the "
                                    + "same version of bpf-iterator-kernel-harness on both class paths");
        }

        @Test
        void since_it_does_not_greet_says_what_it_said() {
            EngineExecutionResults results = Runs.in("faulty:rude", selectClass(Pids.class));

            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:rude")))
                    .hasMessage("The agent in faulty:rude did not greet, but said: DumpThreads[]");
        }

        @Test
        void since_it_has_lost_its_connection_says_so_though_the_jvm_still_runs() {
            EngineExecutionResults results = Runs.in("faulty:gone", selectClass(Pids.class));

            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:gone")))
                    .hasMessage("The agent in faulty:gone has closed its connection\nIts last output:\na last line");
        }

        @Test
        void a_class_that_is_not_there_says_which() {
            EngineExecutionResults results = Runs.in("faulty:no-classes", selectClass(Pids.class));

            results.testEvents().assertStatistics(tests -> tests.failed(2));
            assertThat(failure(results.testEvents(), A_TEST.formatted("faulty:no-classes")))
                    .hasMessage(
                            "The agent in faulty:no-classes has not run this test, since its class can't be used there: "
                                    + "java.lang.ClassNotFoundException: " + Pids.class.getName());
        }
    }

    @Nested
    class An_agent_that_publishes_what_it_may_not {

        @Test
        void is_refused_and_the_report_says_so() {
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
            return "The file \"" + path + "\" is not kept: its path leaves the directory of the published file. Publish"
                    + " files through JUnit's TestReporter.";
        }
    }

    @Nested
    class An_agent_that_prints_much {

        @Test
        void loses_nothing_of_it() {
            AtomicLong printed = new AtomicLong();
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
                Runs.in("host", selectClass(Fatal.Floods.class))
                        .testEvents()
                        .assertStatistics(tests -> tests.succeeded(1));
            } finally {
                System.setOut(real);
            }

            assertThat(printed.get()).isEqualTo(10 << 20);
        }
    }
}
