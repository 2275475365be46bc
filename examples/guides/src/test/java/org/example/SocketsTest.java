package org.example;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class SocketsTest {

    private static final int TCP_ESTABLISHED = 1; // in linux/tcp.h

    @Test
    @BpfIterator(obj = "sockets.bpf.c")
    void showsAConnection(IteratorReader sockets) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback)) {
            assertThat(sockets).table().column("remote").doesNotContain(server.getLocalPort());
            try (Socket client = new Socket(loopback, server.getLocalPort());
                    Socket accepted = server.accept()) {
                assertThat(sockets)
                        .table()
                        .row("local", client.getLocalPort())
                        .hasCell("remote", server.getLocalPort())
                        .hasCell("state", TCP_ESTABLISHED);
            }
        }
    }
}
