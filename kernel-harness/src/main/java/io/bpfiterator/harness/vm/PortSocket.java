package io.bpfiterator.harness.vm;

import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** This machine's end of a guest's port, in a directory of the run's own. */
final class PortSocket implements AutoCloseable {

    private final Port port;
    private final ServerSocketChannel server;

    private PortSocket(Port port, ServerSocketChannel server) {
        this.port = port;
        this.server = server;
    }

    static PortSocket stream(String name, Path directory) {
        Path socket = directory.resolve(name);
        return new PortSocket(Port.connected(name, socket), listen(socket));
    }

    static PortSocket terminal(String name, Path directory) {
        Path socket = directory.resolve(name);
        return new PortSocket(Port.terminal(name, socket), listen(socket));
    }

    private static ServerSocketChannel listen(Path socket) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            return server;
        } catch (IOException e) {
            throw new BpfException(
                    "Can't listen on the socket " + socket + ": " + e.getMessage()
                            + "; if its path is too long, name a shorter directory with -Djava.io.tmpdir=…",
                    e);
        }
    }

    Port port() {
        return port;
    }

    /** Waits for QEMU, which connects before the guest boots. */
    SocketChannel accept() throws IOException {
        return server.accept();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new BpfException("The socket of a guest's port can't be closed: " + e, e);
        }
    }
}
