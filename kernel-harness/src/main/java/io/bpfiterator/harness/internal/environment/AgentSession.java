// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.run.Progress;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Channel.Envelope;
import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.SerializedThrowable;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.failure.Failure;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts an environment, exchanges messages with its agent, and detects when the agent is gone.
 *
 * <p>{@link #next} returns or throws within the timeout, whatever happens to the agent.
 */
public final class AgentSession implements AutoCloseable {

    /** Limits the wait for something imminent, such as the exit status of a JVM that has closed its connection. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

    /** Limits the messages that wait to be replayed; the agent blocks when there are more. */
    private static final int QUEUE_CAPACITY = 100_000;

    /** Limits their total length in characters. More than the longest line, which could never be received otherwise. */
    private static final int QUEUE_CHARACTERS = 2 * Channel.MAX_LINE;

    private final String name;
    private final Duration silenceLimit;
    private final AgentConnection connection;
    private final Message.Hello hello;
    private final Duration preparation;
    private final Duration startTime;
    private final ReceivedFiles files;
    private final AgentCompiler compiler;

    /** An empty element marks the end of the connection. */
    private final BlockingQueue<Optional<Envelope>> received = new LinkedBlockingQueue<>(QUEUE_CAPACITY);

    private final Semaphore queueCharacters = new Semaphore(QUEUE_CHARACTERS);

    private @Nullable SerializedThrowable exitCall;
    private Message.@Nullable Ended ended;
    private volatile @Nullable Exception lost;

    private AgentSession(
            String name,
            Duration silenceLimit,
            AgentConnection connection,
            AgentCompiler compiler,
            Message.Hello hello,
            Duration preparation,
            Duration startTime) {
        this.name = name;
        this.silenceLimit = silenceLimit;
        this.connection = connection;
        this.hello = hello;
        this.preparation = preparation;
        this.startTime = startTime;
        this.compiler = compiler;
        this.files = new ReceivedFiles(connection.launch().directory().resolve("published"));
    }

    /**
     * Starts an environment and waits until its agent has connected.
     *
     * @throws EnvironmentException if the environment cannot be started, or its agent does not connect
     */
    public static AgentSession start(Environment environment, Settings settings, RunContext run) {
        Duration silenceLimit =
                environment.hasTimeouts() ? settings.value(HarnessSettings.TIMEOUT) : AgentConnection.NO_LIMIT;
        long start = System.nanoTime();
        AgentConnection connection = AgentConnection.open(environment, settings, run);
        Duration preparation = Duration.ofNanos(System.nanoTime() - start);
        try {
            Message.Hello hello = connection.awaitHello();
            Duration startTime = Duration.ofNanos(System.nanoTime() - start);
            AgentSession session = new AgentSession(
                    environment.name(),
                    silenceLimit,
                    connection,
                    new AgentCompiler(connection, settings),
                    hello,
                    preparation,
                    startTime);
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

    /** Returns what the agent has measured of BPF programs, after its last message. */
    public AgentMeasurements measurements() {
        return new AgentMeasurements(name, files);
    }

    /** Returns the environment's name. */
    public String name() {
        return name;
    }

    /**
     * Returns a published file or directory, which is deleted with this session.
     *
     * @throws EnvironmentException if its path leaves its directory
     * @throws IOException if it could not be written on this machine
     */
    public Path published(Message.FilePublished file) throws IOException {
        return files.get(file);
    }

    /** Returns the description that the agent sent of its environment. */
    public Message.Hello hello() {
        return hello;
    }

    /** Returns the time from the start until the agent had connected. */
    public Duration startTime() {
        return startTime;
    }

    /** Returns the stages of {@link #startTime} by name, in order: the preparation on this machine, …, the JVM. */
    public Map<String, Duration> stages() {
        Map<String, Duration> stages = new LinkedHashMap<>();
        stages.put("preparation", preparation);
        stages.putAll(connection.environment().stages());
        stages.put("JVM", stages.values().stream().reduce(startTime, Duration::minus));
        return stages;
    }

    /**
     * Returns a future that completes when the agent's JVM has ended, with {@link RunningEnvironment#ended its ending}.
     */
    public CompletableFuture<String> ended() {
        return connection.environment().ended();
    }

    /** Returns the last lines that the JVM or the console printed outside of the connection; may be empty. */
    public String lastOutput() {
        return connection.environment().lastOutput();
    }

    /** Returns a description of the environment. */
    public String description() {
        return connection.environment().description();
    }

    /** Returns more facts of the environment by their names, in order; may be empty. */
    public Map<String, String> details() {
        return connection.environment().details();
    }

    private void listen() {
        DaemonThread.start(name, this::receive);
    }

    private void receive() {
        try {
            @Nullable Envelope envelope;
            while ((envelope = connection.channel().receive()) != null) {
                if (envelope.message() instanceof Message.Compile request) {
                    compiler.answer(request);
                } else if (envelope.message() instanceof Message.FilePart part) {
                    // Not through the queue, whose capacity does not account for files.
                    files.add(part);
                } else {
                    queueCharacters.acquire(envelope.length());
                    received.put(Optional.of(envelope));
                }
            }
        } catch (IOException | InvalidMessageException e) {
            lost = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Blocks while the queue is full, like any other element.
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

    /** Sends the tests to run to the agent. */
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
     * @throws EnvironmentException if the agent has ended, its connection is lost, or it sent no message or an invalid
     *     one within the timeout; the message says which, with the last output
     */
    public Envelope next() {
        while (true) {
            Optional<Envelope> next = poll(silenceLimit);
            Envelope envelope = next == null ? endOfSilence() : next.orElseThrow(() -> gone(lost));
            if (!(envelope.message() instanceof Message.Exiting exiting)) {
                if (envelope.message() instanceof Message.Ended last) {
                    ended = last;
                }
                return envelope;
            }
            exitCall = exiting.stack();
        }
    }

    @SuppressWarnings("NullableOptional")
    private @Nullable Optional<Envelope> poll(Duration duration) {
        try {
            Optional<Envelope> next = received.poll(duration.toMillis(), TimeUnit.MILLISECONDS);
            if (next != null) {
                next.ifPresent(envelope -> queueCharacters.release(envelope.length()));
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("The run was interrupted while tests were running in " + name)
                    .exception(EnvironmentException::new);
        }
    }

    /**
     * Requests a thread dump, which the agent sends from a thread that no test blocks, for the exception. Returns the
     * agent's last message instead if it arrives now, since all tests have ended then.
     */
    private Envelope endOfSilence() {
        try {
            connection.channel().send(new Message.DumpThreads());
        } catch (IOException e) {
            throw silent(", and its threads could not be requested (" + CauseText.of(e) + ")", "");
        }
        long end = System.nanoTime() + GRACE_PERIOD.toNanos();
        while (System.nanoTime() < end) {
            Optional<Envelope> next = poll(GRACE_PERIOD);
            if (next == null) {
                break;
            }
            Envelope envelope = next.orElseThrow(() -> gone(lost));
            if (envelope.message() instanceof Message.Threads threads) {
                throw silent(
                        ", so a test either blocks (see the threads below) or is slow",
                        "Its threads:\n" + threads.dump());
            } else if (envelope.message() instanceof Message.Ended) {
                return envelope;
            }
        }
        throw silent(
                " and did not answer a request for its threads, so either its JVM or the kernel under it hangs", "");
    }

    private EnvironmentException silent(String observation, String threads) {
        return Failure.failed("The agent in " + name + " was terminated")
                .because("it sent no message for " + silenceLimit.toSeconds() + " s" + observation)
                .remedy("If the tests are only slow, raise " + HarnessSettings.TIMEOUT)
                .details(Stream.of(threads, outputSection())
                        .filter(section -> !section.isEmpty())
                        .collect(Collectors.joining("\n")))
                .log(lastOutput())
                .exception(EnvironmentException::new);
    }

    /** Returns the failure of a run whose agent sent what it may not send. */
    public EnvironmentException invalid(InvalidMessageException e) {
        return Failure.invalid("The agent in " + name + " sent an invalid message")
                .because(e.problem())
                .remedy("Check that nothing in the environment but the agent writes to its connection")
                .details(outputSection())
                .log(lastOutput())
                .causedBy(e)
                .exception(EnvironmentException::new);
    }

    private EnvironmentException gone(@Nullable Exception e) {
        if (e instanceof InvalidMessageException invalid) {
            return invalid(invalid);
        }
        String ending;
        try {
            ending = connection.environment().ended().get(GRACE_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRuns) {
            ending = e == null ? "closed its connection" : "lost its connection: " + CauseText.of(e);
        } catch (ExecutionException unknown) {
            ending = "ended, but its exit status cannot be determined: " + CauseText.of(unknown);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            ending = "closed its connection";
        }
        Failure failure = Failure.failed("The agent in " + name + " " + ending);
        if (exitCall == null) {
            return failure.details(outputSection()).log(lastOutput()).exception(EnvironmentException::new);
        }
        return failure.because("a test called System.exit")
                .remedy("Remove the call: a test must not exit the JVM that runs it")
                .causedBy(exitCall.toThrowable())
                .exception(EnvironmentException::new);
    }

    private String outputSection() {
        String output = lastOutput();
        return output.isEmpty() ? "" : "Its last output:\n" + output;
    }

    @Override
    public void close() {
        try (connection;
                compiler) {
            if (ended != null) {
                awaitEnd();
                addCoverage();
                compiler.compile(ended.compiled());
            }
        }
    }

    /** Adds the coverage of the agent's JVM to that of this one. Without it, the results of the tests stay valid. */
    private void addCoverage() {
        Optional<JacocoFile> file = new JavaAgents(AgentLaunchFactory.argumentsOfThisJvm()).jacocoFile();
        if (file.isEmpty()) {
            return;
        }
        try {
            files.coverage(Message.FilePart.COVERAGE_PATH)
                    .ifPresent(received -> file.get().append(received, name));
        } catch (EnvironmentException e) {
            Progress.onStandardError().accept(e.getMessage());
        } catch (IOException e) {
            Progress.onStandardError().accept("Cannot receive the coverage of " + name + ": " + CauseText.of(e) + ".");
        }
    }

    /** Lets the JVM run its shutdown hooks, in which a coverage tool for example writes its results. */
    private void awaitEnd() {
        try {
            ended().get(GRACE_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Neither a hanging shutdown hook nor an unknown exit status changes the results of the tests.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
