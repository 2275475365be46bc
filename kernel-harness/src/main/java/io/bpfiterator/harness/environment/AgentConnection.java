package io.bpfiterator.harness.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.wire.Channel;
import io.bpfiterator.harness.wire.Message;
import io.bpfiterator.harness.wire.SocketStreams;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.kernel.Teardown;
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

/** A directory, a socket in it, the environment that was started to connect to it, and the connection. */
final class AgentConnection implements AutoCloseable {

    /** A kernel or an image may have to be downloaded. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    /** A virtual machine under emulation on a busy machine takes tens of seconds. */
    private static final Duration CONNECT_LIMIT = Duration.ofMinutes(2);

    /** While somebody looks at a stopped JVM. */
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

    /** Starts an environment whose agent is to connect. */
    static AgentConnection open(Environment environment, Settings settings) {
        RunDirectory directory = RunDirectory.create();
        try {
            AgentLaunch launch = AgentLaunchFactory.launch(directory.path(), settings);
            ServerSocketChannel server = ListeningSocket.at(launch.socket());
            try {
                Duration connectLimit = environment.isDebugged() ? NO_LIMIT : CONNECT_LIMIT;
                return new AgentConnection(
                        environment.name(), connectLimit, directory, launch, server, start(environment, launch));
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

    /** An engine that does not answer must not stop the run; what it starts too late is ended. */
    private static RunningEnvironment start(Environment environment, AgentLaunch launch) {
        CompletableFuture<RunningEnvironment> started =
                CompletableFuture.supplyAsync(() -> environment.start(launch), AgentConnection::inThread);
        try {
            return started.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            started.thenAccept(RunningEnvironment::close);
            throw new EnvironmentException(
                    environment.name() + " has not started within " + START_LIMIT.toSeconds()
                            + " s; is what it takes (an engine, QEMU) well?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            started.thenAccept(RunningEnvironment::close);
            throw new EnvironmentException("The start of " + environment.name() + " was interrupted", e);
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
            throw new IllegalStateException("the agent has not connected yet");
        }
        return channel;
    }

    /** Waits until the agent has connected and said where it is, or has ended instead. */
    Message.Hello awaitHello() {
        channel = await(() -> SocketStreams.channel(server.accept()));
        Channel.Envelope first = await(channel::receive);
        if (!(first.message() instanceof Message.Hello hello)) {
            throw new EnvironmentException("The agent in " + name + " did not greet, but said: " + first.message());
        }
        if (hello.protocol() != Message.Hello.PROTOCOL) {
            throw new EnvironmentException("The agent in " + name + " speaks version " + hello.protocol()
                    + " of the wire and this engine version " + Message.Hello.PROTOCOL
                    + "; put the same version of bpf-iterator-kernel-harness on both class paths");
        }
        return hello;
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
            throw notStarted("has not connected within " + connectLimit.toSeconds() + " s", e);
        } catch (ExecutionException | CompletionException e) {
            throw notStarted("could not be talked with: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notStarted("was interrupted at its start", e);
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
        String message = "The agent in " + name + " " + ending + " before any test ran"
                + (output.isEmpty() ? "; it printed nothing" : "\nIts last output:\n" + output);
        EnvironmentException failure = new EnvironmentException(message, 0, output);
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
