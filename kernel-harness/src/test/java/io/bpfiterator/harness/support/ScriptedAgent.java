// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.support;

import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.SocketStreams;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.RunningEnvironment;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Connects, follows a script, and closes the connection. Never ends. */
public final class ScriptedAgent implements RunningEnvironment {

    /** What an agent sends. */
    @FunctionalInterface
    public interface Script {
        void follow(Line line) throws IOException;
    }

    /** The agent's connection. */
    public record Line(Channel channel, SocketChannel socket, AtomicBoolean started) {

        /** Sends Hello, and receives the tests to run. */
        public void start() throws IOException {
            send(Message.Hello.ofThisJvm());
            channel.receive();
            started.set(true);
        }

        public void send(Message message) throws IOException {
            channel.send(message);
        }

        public void send(String raw) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(raw.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
        }
    }

    private final Thread thread;
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    /** Creates an agent that sends messages and closes its connection, but whose JVM seems to run on. */
    ScriptedAgent(AgentLaunch launch, Message first, Message... others) {
        thread = started(() -> talk(launch, line -> {
            line.send(first);
            line.channel().receive();
            for (Message message : others) {
                line.send(message);
            }
        }));
    }

    /** Creates an agent whose JVM ends with the script, if the script starts the agent. */
    ScriptedAgent(AgentLaunch launch, Script script) {
        thread = started(() -> {
            if (talk(launch, script)) {
                ended.complete("ended with exit status 0");
            }
        });
    }

    private static Thread started(Runnable run) {
        Thread thread = new Thread(run, "scripted agent");
        thread.start();
        return thread;
    }

    private static boolean talk(AgentLaunch launch, Script script) {
        AtomicBoolean started = new AtomicBoolean();
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(launch.socket()));
                Channel channel = SocketStreams.toHost(socket)) {
            script.follow(new Line(channel, socket, started));
        } catch (IOException e) {
            // The host closes the connection of an agent that it does not believe.
            return started.get();
        }
        return started.get();
    }

    @Override
    public String description() {
        return "an agent that follows a script";
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
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
