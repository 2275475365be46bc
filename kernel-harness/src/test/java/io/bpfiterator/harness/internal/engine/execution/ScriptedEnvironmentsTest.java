// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.EveryKind;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.Outcome;
import io.bpfiterator.harness.support.FaultyProvider;
import io.bpfiterator.harness.support.Runs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Environments that do not start, are lost, or take turns on the processors. */
class ScriptedEnvironmentsTest {

    private static final String CLASS = "[engine:junit-jupiter]/[class:" + Pids.class.getName() + "]";
    private static final String TEST = CLASS + "/[method:hasATag()]";
    private static final String OTHER = CLASS + "/[method:listsThisProcess(io.bpfiterator.iterator.IteratorReader)]";
    private static final Outcome PASSED = new Outcome(Status.SUCCESSFUL, null);
    private static final Message END = new Message.Ended(null, List.of());

    private static EngineExecutionResults refused(Map<String, String> settings) {
        Map<String, String> configuration = new HashMap<>(settings);
        configuration.put(Runs.ENVIRONMENTS, "faulty:refused");
        return Runs.with(configuration, selectClass(Pids.class));
    }

    private static long consoles(EngineExecutionResults results) {
        return results.allEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .filter(entry -> entry.equals(Map.of("console", "a last line")))
                .count();
    }

    @Nested
    class An_environment_that_cannot_be_started {

        @Test
        void fails_each_test() {
            EngineExecutionResults results = refused(Map.of());

            results.testEvents().assertStatistics(tests -> tests.failed(2));
            assertThat(Runs.failure(results.testEvents(), "hasATag() [faulty:refused]"))
                    .hasMessageStartingWith("This environment cannot be started");
        }

        @Test
        void aborts_each_test_if_the_user_has_asked_for_that() {
            refused(Map.of("bpfiterator.unavailable", "skip")).testEvents().assertStatistics(tests -> tests.aborted(2)
                    .failed(0));
        }
    }

    @Nested
    class An_agent_that_is_lost_during_a_class {

        @Test
        void is_replaced_for_the_other_classes() {
            List<List<String>> selectors = new CopyOnWriteArrayList<>();
            FaultyProvider.follow(agent -> {
                agent.send(Message.Hello.ofThisJvm());
                selectors.add(((Message.Run) agent.channel().receive().message()).selectors());
                agent.started().set(true);
                if (selectors.size() == 1) {
                    agent.send(new Message.Started(TEST));
                } else {
                    agent.send(END);
                }
            });

            EngineExecutionResults results = Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "scripted"), selectClass(Pids.class), selectClass(EveryKind.class));

            assertThat(selectors).hasSize(2);
            assertThat(selectors.get(0)).contains("uid:" + TEST);
            assertThat(selectors.get(1)).isNotEmpty().doesNotContain("uid:" + TEST, "uid:" + OTHER);
            assertThat(Runs.failure(results.testEvents(), "hasATag() [scripted]"))
                    .hasMessageContaining("scripted");
            assertThat(consoles(results)).isEqualTo(2);
        }

        @Test
        void is_not_replaced_if_no_other_is_left() {
            AtomicInteger starts = new AtomicInteger();

            FaultyProvider.follow(agent -> {
                agent.start();
                starts.incrementAndGet();
                agent.send(new Message.Started(TEST));
            });
            Runs.in("scripted", selectClass(Pids.class));

            assertThat(starts).hasValue(1);
        }
    }

    @Nested
    class Environments_with_kernels_of_their_own {

        @Test
        void run_at_most_one_per_processor_at_a_time() {
            int processors = Runtime.getRuntime().availableProcessors();
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            FaultyProvider.follow(agent -> {
                agent.start();
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                running.decrementAndGet();
                agent.send(new Message.Started(TEST));
                agent.send(new Message.Finished(TEST, PASSED, 1));
                agent.send(END);
            });
            String environments = IntStream.rangeClosed(1, processors + 2)
                    .mapToObj(number -> "scripted:" + number)
                    .collect(Collectors.joining(","));

            Runs.in(environments, selectClass(Pids.class))
                    .testEvents()
                    .assertStatistics(tests -> tests.succeeded(processors + 2).failed(processors + 2));
            assertThat(most.get()).isBetween(1, processors);
        }
    }
}
