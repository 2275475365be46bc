package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.ListeningSocket;
import java.io.IOException;
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
        return new PortSocket(Port.connected(name, socket), ListeningSocket.at(socket));
    }

    static PortSocket terminal(String name, Path directory) {
        Path socket = directory.resolve(name);
        return new PortSocket(Port.terminal(name, socket), ListeningSocket.at(socket));
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
            throw new EnvironmentException("The socket of a guest's port can't be closed: " + e, e);
        }
    }
}
