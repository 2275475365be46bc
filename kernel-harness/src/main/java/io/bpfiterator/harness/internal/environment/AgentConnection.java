// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.run.ListeningSocket;
import io.bpfiterator.harness.internal.run.RunDirectory;
import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.SocketStreams;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.Teardown;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds a started environment and the connection to its agent, with the run's directory and socket. */
final class AgentConnection implements AutoCloseable {

    /** Long enough to download a kernel or an image. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    /** An emulated virtual machine on a busy machine needs tens of seconds. */
    private static final Duration CONNECT_LIMIT = Duration.ofMinutes(2);

    /** For a JVM that a debugger may stop. */
    static final Duration NO_LIMIT = Duration.ofDays(365);

    private final String name;
    private final Duration connectLimit;
    private final RunDirectory directory;
    private final AgentLaunch launch;
    private final ServerSocketChannel server;
    private final RunningEnvironment environment;
    private @Nullable Channel channel;

    private AgentConnection(
            String name,
            Duration connectLimit,
            RunDirectory directory,
            AgentLaunch launch,
            ServerSocketChannel server,
            RunningEnvironment environment) {
        this.name = name;
        this.connectLimit = connectLimit;
        this.directory = directory;
        this.launch = launch;
        this.server = server;
        this.environment = environment;
    }

    /** Starts an environment, without waiting for its agent to connect. */
    static AgentConnection open(Environment environment, Settings settings, RunContext run) {
        RunDirectory directory = RunDirectory.create();
        try {
            AgentLaunch launch = AgentLaunchFactory.launch(directory.path(), settings);
            ServerSocketChannel server = ListeningSocket.at(launch.socket());
            try {
                Duration connectLimit = environment.hasTimeouts() ? CONNECT_LIMIT : NO_LIMIT;
                return new AgentConnection(
                        environment.name(), connectLimit, directory, launch, server, start(environment, launch, run));
            } catch (RuntimeException e) {
                try {
                    server.close();
                } catch (IOException closing) {
                    e.addSuppressed(closing);
                }
                throw e;
            }
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Starts the environment in another thread, so that an engine that does not answer cannot block the run. */
    private static RunningEnvironment start(Environment environment, AgentLaunch launch, RunContext run) {
        CompletableFuture<RunningEnvironment> started =
                CompletableFuture.supplyAsync(() -> environment.start(launch, run), AgentConnection::inThread);
        try {
            return started.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            started.thenAccept(RunningEnvironment::close);
            throw Failure.failed("Cannot start " + environment.name())
                    .because("it did not start within " + START_LIMIT.toSeconds() + " s")
                    .remedy("Check that the container engine or QEMU works")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            started.thenAccept(RunningEnvironment::close);
            throw Failure.failed("Cannot start " + environment.name())
                    .because("the run was interrupted")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }

    AgentLaunch launch() {
        return launch;
    }

    RunningEnvironment environment() {
        return environment;
    }

    Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("The agent has not connected yet");
        }
        return channel;
    }

    /**
     * Waits until the agent has connected and described its environment.
     *
     * @throws EnvironmentException if it ends, does not connect in time, or uses another version of the protocol
     */
    Message.Hello awaitHello() {
        Channel.Envelope first = await(this::acceptAndReceive);
        if (!(first.message() instanceof Message.Hello hello)) {
            throw Failure.failed("No test ran in " + name)
                    .because("the agent's first message is not Hello but "
                            + first.message().getClass().getSimpleName())
                    .exception(EnvironmentException::new);
        }
        if (hello.protocol() != Message.Hello.PROTOCOL) {
            throw Failure.failed("No test ran in " + name)
                    .because("the agent uses protocol version " + hello.protocol() + " and this engine version "
                            + Message.Hello.PROTOCOL)
                    .remedy("Put the same version of bpf-iterator-kernel-harness on both class paths")
                    .exception(EnvironmentException::new);
        }
        return hello;
    }

    /** Skips connections that are closed: a machine that could not resume from its snapshot leaves one behind. */
    private Channel.Envelope acceptAndReceive() throws IOException {
        while (true) {
            Channel accepted = SocketStreams.toAgent(server.accept());
            Channel.@Nullable Envelope first = accepted.receive();
            if (first != null) {
                channel = accepted;
                return first;
            }
            accepted.close();
        }
    }

    private interface Step<T> {

        @Nullable
        T take() throws IOException;
    }

    private <T> T await(Step<T> step) {
        CompletableFuture<@Nullable T> taken = CompletableFuture.supplyAsync(supplier(step), AgentConnection::inThread);
        CompletableFuture<String> ended = environment.ended();
        try {
            CompletableFuture.anyOf(taken, ended).get(connectLimit.toMillis(), TimeUnit.MILLISECONDS);
            T result = taken.isDone() ? taken.join() : null;
            if (result != null) {
                return result;
            }
            throw notStarted(ended.get(connectLimit.toMillis(), TimeUnit.MILLISECONDS), null);
        } catch (TimeoutException e) {
            throw notStarted("did not connect within " + connectLimit.toSeconds() + " s", e);
        } catch (ExecutionException | CompletionException e) {
            throw e.getCause() instanceof InvalidMessageException invalid
                    ? notStarted("sent an invalid message: " + invalid.problem(), e)
                    : notStarted("could not be reached: " + CauseText.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notStarted("was interrupted while it started", e);
        }
    }

    private static <T> Supplier<@Nullable T> supplier(Step<T> step) {
        return () -> {
            try {
                return step.take();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        };
    }

    private static void inThread(Runnable task) {
        DaemonThread.start("start", task);
    }

    private EnvironmentException notStarted(String ending, @Nullable Throwable cause) {
        String output = environment.lastOutput();
        EnvironmentException failure = Failure.failed("No test ran in " + name)
                .because("the agent " + ending)
                .details(output.isEmpty() ? "It printed nothing." : "Its last output:\n" + output)
                .log(output)
                .exception(EnvironmentException::new);
        if (cause != null) {
            failure.addSuppressed(cause);
        }
        return failure;
    }

    @Override
    public void close() {
        Teardown teardown = new Teardown();
        if (channel != null) {
            Channel open = channel;
            teardown.close(open);
        }
        teardown.close(server);
        teardown.close(environment);
        teardown.close(directory);
        teardown.finish();
    }
}
