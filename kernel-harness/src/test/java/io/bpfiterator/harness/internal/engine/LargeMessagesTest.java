// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.Outcome;
import io.bpfiterator.harness.internal.wire.ThrowableReader;
import io.bpfiterator.harness.support.FaultyProvider;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.Slow;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.testkit.engine.Events;
import org.opentest4j.TestAbortedException;

/** An agent that sends faster than its messages are replayed has to wait. */
@Slow
class LargeMessagesTest {

    @Test
    @Extended
    void do_not_pile_up_in_a_jvm_with_less_memory_than_all_of_them() throws Exception {
        ForkedTests.Result result = ForkedTests.run(WithLittleMemory.class, List.of(), "-Xmx160m");

        assertThat(result.exitStatus()).as(result.output()).isZero();
    }

    /** Runs in a JVM of its own, which has room for less than half of the messages. */
    static class WithLittleMemory {

        private static final String TEST =
                "[engine:junit-jupiter]/[class:" + Pids.class.getName() + "]/[method:hasATag()]";

        private static final int MESSAGES = 48;
        private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(5);

        private final AtomicInteger sent = new AtomicInteger();

        @Test
        void replays_all_messages() {
            FaultyProvider.follow(agent -> {
                agent.start();
                agent.send(new Message.Printed(false, "x"));
                String line = "0 Skipped {\"id\":\"" + TEST + "\",\"reason\":\"" + "x".repeat(8 << 20) + "\"}\n";
                for (int i = 0; i < MESSAGES; i++) {
                    agent.send(line);
                    sent.incrementAndGet();
                }
                agent.send(new Message.Finished(
                        TEST, new Outcome(Status.ABORTED, ThrowableReader.read(new TestAbortedException("x"))), 1));
                agent.send(new Message.Ended(null, List.of()));
            });
            PrintStream realOut = System.out;
            System.setOut(new PrintStream(new Blocked(), true));
            try {
                Events tests = Runs.in("scripted", selectClass(Pids.class)).testEvents();

                tests.assertStatistics(all -> all.skipped(1).failed(1));
                // The failure would be another if the messages had filled the memory.
                assertThat(Runs.failure(tests, "listsThisProcess(IteratorReader) [scripted]"))
                        .hasMessageStartingWith("The agent in scripted did not run this test: ");
                assertThat(sent).hasValue(MESSAGES);
            } finally {
                System.setOut(realOut);
            }
        }

        /** Blocks the replay until the agent has sent all messages, or has to wait. */
        private final class Blocked extends OutputStream {

            @Override
            public void write(int character) {
                int before = -1;
                while (before != sent.get() && sent.get() < MESSAGES) {
                    before = sent.get();
                    LockSupport.parkNanos(WITHOUT_PROGRESS.toNanos());
                }
            }
        }
    }
}
