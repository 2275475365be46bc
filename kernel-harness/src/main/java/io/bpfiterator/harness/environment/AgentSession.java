package io.bpfiterator.harness.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.harness.wire.Channel.Envelope;
import io.bpfiterator.harness.wire.Message;
import io.bpfiterator.harness.wire.SerializedThrowable;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The host's end of an environment: starts it, talks with its agent, and knows when that is gone.
 *
 * <p>Whatever happens to the agent, {@link #next} returns or throws in time.
 */
public final class AgentSession implements AutoCloseable {

    /** How long to wait for what is about to come: the exit status of a JVM whose connection is closed. */
    private static final Duration MOMENT = Duration.ofSeconds(5);

    /** So many messages may wait for their turn to be told; an agent that has said more waits itself. */
    private static final int QUEUE = 100_000;

    private final String name;
    private final Duration silenceLimit;
    private final AgentConnection connection;
    private final Message.Hello hello;
    private final Duration preparation;
    private final Duration startTime;
    private final ReceivedFiles files;

    /** An empty one is the end of the connection. */
    private final BlockingQueue<Optional<Envelope>> received = new LinkedBlockingQueue<>(QUEUE);

    private @Nullable SerializedThrowable callOfExit;
    private Message.@Nullable Ended ended;
    private volatile @Nullable IOException lost;

    private AgentSession(
            String name,
            Duration silenceLimit,
            AgentConnection connection,
            Message.Hello hello,
            Duration preparation,
            Duration startTime) {
        this.name = name;
        this.silenceLimit = silenceLimit;
        this.connection = connection;
        this.hello = hello;
        this.preparation = preparation;
        this.startTime = startTime;
        this.files = new ReceivedFiles(connection.launch().directory().resolve("published"));
    }

    /**
     * Starts an environment and waits until its agent has said where it is.
     *
     * @throws EnvironmentException if there is no agent in the end: the environment's own failure, or what became of the agent
     */
    public static AgentSession start(Environment environment, Settings settings) {
        Duration silenceLimit =
                environment.isDebugged() ? AgentConnection.NO_LIMIT : settings.value(HarnessSettings.TIMEOUT);
        long start = System.nanoTime();
        AgentConnection connection = AgentConnection.open(environment, settings);
        Duration preparation = Duration.ofNanos(System.nanoTime() - start);
        try {
            Message.Hello hello = connection.awaitHello();
            Duration startTime = Duration.ofNanos(System.nanoTime() - start);
            AgentSession session =
                    new AgentSession(environment.name(), silenceLimit, connection, hello, preparation, startTime);
            session.listen();
            return session;
        } catch (RuntimeException e) {
            try {
                connection.close();
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Returns the environment's name. */
    public String name() {
        return name;
    }

    /**
     * Returns the file or directory that a test has published, which is removed with this session.
     *
     * @throws EnvironmentException if the agent gave it a path that leaves its place
     * @throws IOException if it could not be written here
     */
    public Path published(Message.FilePublished file) throws IOException {
        return files.get(file);
    }

    /** Returns where the agent is. */
    public Message.Hello hello() {
        return hello;
    }

    /** Returns how long it took until the agent had said where it is. */
    public Duration startTime() {
        return startTime;
    }

    /** Returns what of {@link #startTime} went where, in order: the preparation on this machine, …, the JVM. */
    public Map<String, Duration> stages() {
        Map<String, Duration> stages = new LinkedHashMap<>();
        stages.put("preparation", preparation);
        stages.putAll(connection.environment().stages());
        stages.put("JVM", stages.values().stream().reduce(startTime, Duration::minus));
        return stages;
    }

    /** Returns what completes when the agent's JVM has ended, however it did. */
    public CompletableFuture<String> ended() {
        return connection.environment().ended();
    }

    /** Returns the last lines that the JVM or the console printed beside the connection; empty if there are none. */
    public String lastOutput() {
        return connection.environment().lastOutput();
    }

    /** Returns what the environment is made of. */
    public String description() {
        return connection.environment().description();
    }

    /** Returns how the environment's processor is had, where it is a machine. */
    public Optional<String> acceleration() {
        return connection.environment().acceleration();
    }

    private void listen() {
        DaemonThread.start(name, this::receive);
    }

    private void receive() {
        try {
            @Nullable Envelope envelope;
            while ((envelope = connection.channel().receive()) != null) {
                if (envelope.message() instanceof Message.FilePart part) {
                    // At once: the queue has no room for files.
                    files.add(part);
                } else {
                    received.put(Optional.of(envelope));
                }
            }
        } catch (IOException e) {
            lost = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // The queue may be full, and then the end must wait for its turn like anything else.
            putEnd();
        }
    }

    private void putEnd() {
        try {
            received.put(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the agent what to run. */
    public void run(Message.Run run) {
        try {
            connection.channel().send(run);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /**
     * Waits for the agent's next message.
     *
     * @throws EnvironmentException if the agent has ended, its connection is lost, or it has been silent for too long; the message
     *     says which, with the last output
     */
    public Envelope next() {
        while (true) {
            Optional<Envelope> next = poll(silenceLimit);
            if (next == null) {
                throw silent();
            }
            Envelope envelope = next.orElseThrow(() -> gone(lost));
            if (!(envelope.message() instanceof Message.Exiting exiting)) {
                if (envelope.message() instanceof Message.Ended last) {
                    ended = last;
                }
                return envelope;
            }
            callOfExit = exiting.stack();
        }
    }

    @SuppressWarnings("NullableOptional")
    private @Nullable Optional<Envelope> poll(Duration duration) {
        try {
            return received.poll(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("The run was interrupted while tests were running in " + name);
        }
    }

    private EnvironmentException silent() {
        return new EnvironmentException(
                "The agent in " + name + " has said nothing for " + silenceLimit.toSeconds()
                        + " s, so it was ended: does a test block? If it only takes long, raise "
                        + HarnessSettings.TIMEOUT + "." + threads() + withLastOutput(),
                0,
                connection.environment().lastOutput());
    }

    /** Asks the agent, which answers in a thread that no test blocks. */
    private String threads() {
        try {
            connection.channel().send(new Message.DumpThreads());
        } catch (IOException e) {
            return " (It could not be asked what its threads do: " + e.getMessage() + ")";
        }
        long end = System.nanoTime() + MOMENT.toNanos();
        while (System.nanoTime() < end) {
            Optional<Envelope> next = poll(MOMENT);
            if (next != null && next.isPresent() && next.get().message() instanceof Message.Threads threads) {
                return "\nWhat its threads did:\n" + threads.dump();
            }
        }
        return " It did not answer what its threads do either, so its JVM hangs, or the kernel under it.";
    }

    private EnvironmentException gone(@Nullable IOException e) {
        String ending;
        try {
            ending = connection.environment().ended().get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRuns) {
            ending = e == null ? "has closed its connection" : "has lost its connection: " + e.getMessage();
        } catch (ExecutionException unknown) {
            ending = "has ended, and how can't be told: " + unknown.getCause();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            ending = "has closed its connection";
        }
        if (callOfExit == null) {
            return new EnvironmentException(
                    "The agent in " + name + " " + ending + withLastOutput(),
                    0,
                    connection.environment().lastOutput());
        }
        return new EnvironmentException(
                "The agent in " + name + " " + ending
                        + ", since a test called System.exit; tests must not end the JVM they run in",
                callOfExit.toThrowable());
    }

    private String withLastOutput() {
        String output = connection.environment().lastOutput();
        return output.isEmpty() ? "" : "\nIts last output:\n" + output;
    }

    @Override
    public void close() {
        try (connection) {
            if (ended != null) {
                awaitEnd();
                new AgentSources(connection.launch()).compile(ended.compiled(), connection.environment()::kernelTypes);
            }
        }
    }

    /** A JVM that has run everything may still have something to write as it ends: what a coverage tool has counted. */
    private void awaitEnd() {
        try {
            ended().get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // A shutdown hook that hangs, or an ending that can't be told, makes no difference to what has been run.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
