// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.SocketDescriptor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Stores Java's sockets in maps by their descriptors. */
class SocketMapIteratorTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    @BpfIterator(obj = "sk_storage.bpf.o", map = "name marks")
    void listsTheValueStoredWithASocket(IteratorReader stored, BpfMap<Integer, Long> marks) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            marks.put(SocketDescriptor.of(server), 42L);

            assertThat(stored).lines().containsExactly(server.getLocalPort() + " 42");
        }
    }

    @Test
    @BpfIterator(obj = "sockmap.bpf.o", map = "name sockets")
    void listsTheSocketsOfASockmap(IteratorReader listed, BpfMap<Integer, Long> sockets) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                Socket client = new Socket(LOOPBACK, server.getLocalPort())) {
            sockets.put(2, (long) SocketDescriptor.of(client));

            assertThat(listed).lines().containsExactly("2 " + client.getLocalPort());
        }
    }
}
