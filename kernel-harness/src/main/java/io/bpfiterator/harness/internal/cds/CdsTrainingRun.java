// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import io.bpfiterator.BpfSession;
import io.bpfiterator.harness.internal.agent.Agent;
import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.SocketStreams;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the agent with tests of its own and a host in the same JVM, as the training run for a class-data sharing
 * archive: when the JVM exits, it archives the classes that it has loaded.
 */
public final class CdsTrainingRun {

    private CdsTrainingRun() {}

    /**
     * Runs the tests.
     *
     * @param arguments a directory for published files, and the path of the Unix socket to create
     */
    public static void main(String[] arguments) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(Path.of(arguments[1])));
        Thread host = new Thread(() -> host(server), "bpf-iterator training run");
        host.setDaemon(true);
        host.start();
        Agent.main(arguments);
    }

    /** Selects each test by its unique id, as a run does. */
    private static List<String> selectors() {
        String tests = "uid:[engine:junit-jupiter]/[class:" + CdsTrainingTest.class.getName() + "]";
        return List.of(
                tests + "/[method:opensAnObject(" + BpfSession.class.getName() + ")]",
                tests + "/[method:assertsOnATable()]",
                tests + "/[method:assertsSoftly()]",
                tests + "/[nested-class:MapIterator]/[method:asksTheKernelForIterators()]");
    }

    /** Reads what the agent sends, and lets it compile its source itself. */
    private static void host(ServerSocketChannel server) {
        try (server;
                Channel channel = SocketStreams.toAgent(server.accept())) {
            channel.receive();
            channel.send(new Message.Run(selectors(), Map.of(ExtensionSettings.REPORT.key(), "always"), Map.of()));
            Channel.@Nullable Envelope received;
            while ((received = channel.receive()) != null) {
                if (received.message() instanceof Message.Compile source) {
                    channel.send(new Message.Compiled(source.number(), null));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("The host of the CDS training run failed", e);
        }
    }
}
