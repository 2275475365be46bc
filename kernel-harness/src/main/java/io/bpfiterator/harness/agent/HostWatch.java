package io.bpfiterator.harness.agent;

import io.bpfiterator.harness.wire.Channel;
import io.bpfiterator.harness.wire.Message;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Listens to the host while tests run: answers its questions, and ends this JVM when the host is gone. */
final class HostWatch implements Runnable {

    /** What is deeper is JUnit's. */
    private static final int FRAMES = 12;

    private final Channel channel;

    private HostWatch(Channel channel) {
        this.channel = channel;
    }

    static void start(Channel channel) {
        Thread thread = new Thread(new HostWatch(channel), "bpf-iterator host watch");
        thread.setDaemon(true);
        thread.start();
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
        } catch (IOException e) {
            // The host is gone without a farewell, which is the same to us.
        }
        // Nobody is left to tell, and shutdown hooks may block like the test did.
        Runtime.getRuntime().halt(0);
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
