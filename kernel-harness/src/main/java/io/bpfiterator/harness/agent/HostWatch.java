package io.bpfiterator.harness.agent;

import io.bpfiterator.harness.wire.Channel;
import io.bpfiterator.harness.wire.Message;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Listens to the host while tests run: answers its questions, and ends this JVM when the host is gone. */
final class HostWatch implements Runnable {

    /** What is deeper is JUnit's. */
    private static final int FRAMES = 12;

    private static final int CONNECTION_LOST = 1;

    private final Channel channel;
    private volatile boolean endExpected;

    private HostWatch(Channel channel) {
        this.channel = channel;
    }

    static HostWatch start(Channel channel) {
        HostWatch watch = new HostWatch(channel);
        Thread thread = new Thread(watch, "bpf-iterator host watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** From now on the end of the connection is nothing to tell of. */
    void expectEnd() {
        endExpected = true;
    }

    @Override
    public void run() {
        try {
            Channel.@Nullable Envelope envelope;
            while ((envelope = channel.receive()) != null) {
                if (envelope.message() instanceof Message.DumpThreads) {
                    channel.send(new Message.Threads(threads()));
                }
            }
            farewell("closed");
        } catch (IOException e) {
            farewell("lost: " + e.getMessage());
        }
        // Shutdown hooks may block like the test did.
        Runtime.getRuntime().halt(endExpected ? 0 : CONNECTION_LOST);
    }

    /** Where the host is still there, it reads this beside the connection, through which goes what tests print. */
    private void farewell(String fate) {
        if (endExpected) {
            return;
        }
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)
                .println("The agent's connection with the host is " + fate + ", so its JVM ends");
    }

    private static String threads() {
        return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                .filter(thread -> !thread.isDaemon())
                .map(HostWatch::describe)
                .collect(Collectors.joining("\n"));
    }

    private static String describe(ThreadInfo thread) {
        return thread.getThreadName() + " (" + thread.getThreadState() + ")"
                + Stream.of(thread.getStackTrace())
                        .limit(FRAMES)
                        .map(element -> "\n    at " + element)
                        .collect(Collectors.joining());
    }
}
