package io.bpfiterator.harness.support;

import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.SocketStreams;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.RunningEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/** Connects, sends a message, sends others when it receives the tests to run, and closes the connection. Never ends. */
final class ScriptedAgent implements RunningEnvironment {

    private final Thread thread;

    ScriptedAgent(AgentLaunch launch, Message first, Message... others) {
        thread = new Thread(() -> talk(launch, first, others), "scripted agent");
        thread.start();
    }

    private static void talk(AgentLaunch launch, Message first, Message... others) {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(launch.socket()));
                Channel channel = SocketStreams.channel(socket)) {
            channel.send(first);
            channel.receive();
            for (Message message : others) {
                channel.send(message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String description() {
        return "an agent that follows a script";
    }

    @Override
    public CompletableFuture<String> ended() {
        return new CompletableFuture<>();
    }

    @Override
    public String lastOutput() {
        return "a last line";
    }

    @Override
    public void close() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
