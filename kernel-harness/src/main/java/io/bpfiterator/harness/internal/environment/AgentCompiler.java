// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.internal.kernel.ImageTypes;
import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.clang.KernelTypes;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Compiles sources on this machine for an agent, against the types of the agent's kernel. */
final class AgentCompiler implements AutoCloseable {

    /** Limits the requests that wait. An agent with more of them waits, since its messages are not received. */
    private static final int MAX_REQUESTS = 100;

    private final AgentConnection connection;
    private final AgentSources sources;
    private final boolean compilesHere;
    private final ExecutorService executor = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_REQUESTS),
            DaemonThread::create,
            new ThreadPoolExecutor.CallerRunsPolicy());

    AgentCompiler(AgentConnection connection, Settings settings) {
        this.connection = connection;
        this.sources = new AgentSources(connection.launch(), () -> kernelTypes(connection));
        this.compilesHere = settings.value(HarnessSettings.COMPILE).equals("host");
    }

    /** Returns the types of the environment's kernel; empty if they cannot be read from its image. */
    private static Optional<KernelTypes> kernelTypes(AgentConnection connection) {
        Path unpacked = connection.launch().directory().resolve("vmlinux");
        Optional<Path> image = connection.environment().kernelImage();
        return image.isPresent() ? ImageTypes.of(image.get(), unpacked) : Optional.of(KernelTypes.ofRunning());
    }

    /** Compiles a source in another thread, and sends its object to the agent. */
    void answer(Message.Compile request) {
        executor.execute(
                () -> send(request.number(), compilesHere ? sources.compile(request.source()) : Optional.empty()));
    }

    private void send(long number, Optional<byte[]> object) {
        try {
            connection
                    .channel()
                    .send(new Message.Compiled(
                            number,
                            object.map(Base64.getEncoder()::encodeToString).orElse(null)));
        } catch (IOException e) {
            // The thread that receives the agent's messages notices the loss of the connection, too, and reports it.
            return;
        }
    }

    /** Compiles sources that the agent has compiled itself, so that later runs find the objects in the cache. */
    void compile(List<String> compiled) {
        compiled.stream().distinct().forEach(sources::compile);
    }

    /** Ends the compilation that runs, and begins no other. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
