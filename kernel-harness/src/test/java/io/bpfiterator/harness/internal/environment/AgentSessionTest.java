// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.SocketStreams;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AgentSessionTest {

    private static final Settings ONE_SECOND =
            key -> key.equals("bpfiterator.timeout") ? Optional.of("1") : Optional.empty();

    @Nested
    class After_a_silence {

        @Test
        void shows_the_threads_of_the_agent() {
            FakeAgent agent = channel -> {
                channel.receive();
                channel.send(new Message.Threads("main waits"));
            };

            try (AgentSession session = AgentSession.start(agent, ONE_SECOND, RunContext.NONE)) {
                assertThatThrownBy(session::next)
                        .isInstanceOf(EnvironmentException.class)
                        .hasMessage("The agent in fake was terminated: it sent no message for 1 s, so a test either"
                                + " blocks (see the threads below) or is slow. If the tests are only slow, raise"
                                + " bpfiterator.timeout.\nIts threads:\nmain waits");
            }
        }

        @Test
        void returns_the_end_of_the_tests_that_arrives_late() {
            FakeAgent agent = channel -> {
                channel.receive();
                channel.send(new Message.Ended(null, List.of()));
                channel.send(new Message.Threads("main ends"));
            };

            try (AgentSession session = AgentSession.start(agent, ONE_SECOND, RunContext.NONE)) {
                assertThat(session.next().message()).isInstanceOf(Message.Ended.class);
            }
        }

        @Test
        void reports_an_agent_that_ends_now() {
            FakeAgent agent = Channel::receive;

            try (AgentSession session = AgentSession.start(agent, ONE_SECOND, RunContext.NONE)) {
                assertThatThrownBy(session::next).hasMessage("The agent in fake ended with exit status 0");
            }
        }
    }

    /** An agent in a thread of this JVM. */
    private interface FakeAgent extends Environment {

        void talk(Channel channel) throws IOException;

        @Override
        default String name() {
            return "fake";
        }

        @Override
        default RunningEnvironment start(AgentLaunch launch, RunContext run) {
            CompletableFuture<String> ended = new CompletableFuture<>();
            DaemonThread.start("fake agent", () -> {
                try (Channel channel =
                        SocketStreams.toHost(SocketChannel.open(UnixDomainSocketAddress.of(launch.socket())))) {
                    channel.send(Message.Hello.ofThisJvm());
                    talk(channel);
                    ended.complete("ended with exit status 0");
                } catch (IOException e) {
                    ended.completeExceptionally(e);
                }
            });
            return new Running(ended);
        }
    }

    private record Running(CompletableFuture<String> ended) implements RunningEnvironment {

        @Override
        public String description() {
            return "a thread";
        }

        @Override
        public String lastOutput() {
            return "";
        }

        @Override
        public void close() {}
    }
}
