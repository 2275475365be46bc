// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.clang.RemoteCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks the host for the objects of C sources: clang takes half a second there, and ten seconds on an emulated
 * processor.
 */
final class HostCompiler implements RemoteCompiler {

    /** Longer than the host lets clang run. */
    private static final Duration LIMIT = Duration.ofMinutes(11);

    private final Channel channel;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Optional<byte[]>>> requests = new ConcurrentHashMap<>();

    HostCompiler(Channel channel) {
        this.channel = channel;
    }

    /** Returns the object; empty if this JVM has to compile the source. */
    @Override
    public Optional<byte[]> compile(Path source) {
        long number = numbers.incrementAndGet();
        CompletableFuture<Optional<byte[]>> answer = new CompletableFuture<>();
        requests.put(number, answer);
        try {
            channel.send(new Message.Compile(number, source.toString()));
            return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (IOException | ExecutionException | TimeoutException hostDoesNotAnswer) {
            return Optional.empty();
        } finally {
            requests.remove(number);
        }
    }

    /** Passes an answer of the host to the thread that waits for it. */
    void receive(Message.Compiled answer) {
        CompletableFuture<Optional<byte[]>> request = requests.get(answer.number());
        if (request != null) {
            request.complete(Optional.ofNullable(answer.base64()).map(Base64.getDecoder()::decode));
        }
    }
}
