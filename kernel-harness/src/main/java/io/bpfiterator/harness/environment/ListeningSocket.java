package io.bpfiterator.harness.environment;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

/** Makes unix sockets that this process listens on. */
public final class ListeningSocket {

    private ListeningSocket() {}

    /**
     * Makes one.
     *
     * @throws EnvironmentException if there can be none of that path
     */
    public static ServerSocketChannel at(Path path) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                return server.bind(UnixDomainSocketAddress.of(path));
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    "Can't listen on the socket " + path + ": " + e.getMessage()
                            + "; if its path is too long, name a shorter directory with -Djava.io.tmpdir=…",
                    e);
        }
    }
}
