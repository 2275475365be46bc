// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.InNetworkNamespace;
import io.bpfiterator.iterator.IteratorReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Runs each test in its own network namespace, which has no other sockets, so that every port is free. */
@InNetworkNamespace
class NetworkNamespaceTest {

    @Test
    @BpfIterator(obj = "tcp.bpf.o")
    void listsOnlyItsOwnServer(IteratorReader sockets) throws Exception {
        assertThat(sockets).isEmpty();
        try (ServerSocket server = new ServerSocket(80, 1, InetAddress.getLoopbackAddress())) {
            assertThat(sockets).table().column("local").containsExactly(server.getLocalPort());
        }
    }
}
