package io.bpfiterator.harness.agent;

import io.bpfiterator.BpfSession;
import io.bpfiterator.harness.wire.Channel;
import io.bpfiterator.harness.wire.Message;
import io.bpfiterator.harness.wire.SocketStreams;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs the agent with tests of its own and a host in the same JVM, for the JVM to write down, as it ends, which classes that
 * takes.
 */
public final class CdsTrainingRun {

    private CdsTrainingRun() {}

    /**
     * Runs the tests.
     *
     * @param arguments a directory for what tests publish, and the unix socket to talk through, which is not there yet
     */
    public static void main(String[] arguments) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(Path.of(arguments[1])));
        Thread host = new Thread(() -> host(server), "bpf-iterator rehearsal");
        host.setDaemon(true);
        host.start();
        Agent.main(arguments);
    }

    /** A run names each test by its unique id. */
    private static List<String> selectors() {
        String tests = "uid:[engine:junit-jupiter]/[class:" + CdsTrainingTest.class.getName() + "]";
        return List.of(
                tests + "/[method:opensAnObject(" + BpfSession.class.getName() + ")]",
                tests + "/[method:assertsOnATable()]",
                tests + "/[method:assertsSoftly()]",
                tests + "/[nested-class:OfAMap]/[method:asksTheKernelForIterators()]");
    }

    private static void host(ServerSocketChannel server) {
        try (server;
                Channel channel = SocketStreams.channel(server.accept())) {
            channel.receive();
            channel.send(new Message.Run(selectors(), Map.of(ExtensionSettings.REPORT.key(), "always"), Map.of()));
            while (channel.receive() != null) {
                continue;
            }
        } catch (IOException e) {
            throw new IllegalStateException("a rehearsal without its host", e);
        }
    }
}
