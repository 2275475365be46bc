// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.ListeningSocket;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The unix socket on this machine to which QEMU connects a guest's virtio port. */
public final class PortSocket implements AutoCloseable {

    private final Port port;
    private final ServerSocketChannel server;

    private PortSocket(Port port, ServerSocketChannel server) {
        this.port = port;
        this.server = server;
    }

    /** Listens for a port that is a stream of bytes. */
    public static PortSocket stream(String name, Path directory) {
        Path socket = directory.resolve(name);
        return new PortSocket(Port.connected(name, socket), ListeningSocket.at(socket));
    }

    /** Listens for a port that is a terminal in the guest. */
    public static PortSocket terminal(String name, Path directory) {
        Path socket = directory.resolve(name);
        return new PortSocket(Port.terminal(name, socket), ListeningSocket.at(socket));
    }

    public Port port() {
        return port;
    }

    /** Waits for QEMU, which connects before the guest boots. */
    public SocketChannel accept() throws IOException {
        return server.accept();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw Failure.failed("Cannot close the socket of the guest's port " + port.name())
                    .because(e)
                    .exception(EnvironmentException::new);
        }
    }
}
