package io.bpfiterator.harness.agent;

import io.bpfiterator.harness.wire.Channel;
import io.bpfiterator.harness.wire.Channel.Envelope;
import io.bpfiterator.harness.wire.Message;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends messages, each with a number for the thread that it comes from, so that the host can tell whose output is whose. */
final class Reporter {

    private final Channel channel;
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadLocal<Integer> number = ThreadLocal.withInitial(threads::getAndIncrement);

    Reporter(Channel channel) {
        this.channel = channel;
    }

    void send(Message message) {
        try {
            channel.send(new Envelope(number.get(), message));
        } catch (IOException e) {
            // The host has gone; the watch on it ends this JVM, and no test is to blame.
            return;
        }
    }
}
