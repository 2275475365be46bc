// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.text.Excerpt;
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

/**
 * Receives the host's messages while tests run: passes on objects, sends thread dumps, and halts this JVM when the host
 * is gone.
 */
final class HostWatch implements Runnable {

    /** Deeper frames belong to JUnit. */
    private static final int MAX_FRAMES = 12;

    private static final int CONNECTION_LOST = 1;

    private final Channel channel;
    private final HostCompiler compiler;
    private volatile boolean endExpected;

    private HostWatch(Channel channel, HostCompiler compiler) {
        this.channel = channel;
        this.compiler = compiler;
    }

    static HostWatch start(Channel channel, HostCompiler compiler) {
        HostWatch watch = new HostWatch(channel, compiler);
        Thread thread = new Thread(watch, "bpf-iterator host watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** Treats the end of the connection as normal from now on. */
    void expectEnd() {
        endExpected = true;
    }

    @Override
    public void run() {
        try {
            Channel.@Nullable Envelope envelope;
            while ((envelope = channel.receive()) != null) {
                if (envelope.message() instanceof Message.DumpThreads) {
                    channel.send(new Message.Threads(Excerpt.of(threads(), Message.MAX_TEXT)));
                } else if (envelope.message() instanceof Message.Compiled compiled) {
                    compiler.receive(compiled);
                }
            }
            reportLoss("the host closed it");
        } catch (IOException e) {
            reportLoss(CauseText.of(e));
        }
        // Not exit: a shutdown hook may block as a test does.
        Runtime.getRuntime().halt(endExpected ? 0 : CONNECTION_LOST);
    }

    /** Prints to the original standard error, which the host, if it still runs, reads in addition to the connection. */
    private void reportLoss(@Nullable String cause) {
        if (endExpected) {
            return;
        }
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)
                .println("The agent lost its connection to the host: " + cause + ". Its JVM exits.");
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
                        .limit(MAX_FRAMES)
                        .map(element -> "\n    at " + element)
                        .collect(Collectors.joining());
    }
}
