// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Channel.Envelope;
import io.bpfiterator.harness.internal.wire.Message;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends messages with the number of the sending thread, so that the host can attribute output to tests. */
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
            // The host is gone, and the host watch halts this JVM. The test must not fail for that.
            return;
        }
    }
}
