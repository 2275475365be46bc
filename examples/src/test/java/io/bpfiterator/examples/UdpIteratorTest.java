// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import java.net.DatagramSocket;
import org.junit.jupiter.api.Test;

class UdpIteratorTest {

    @Test
    @BpfIterator(obj = "udp.bpf.o")
    void listsASocketWhileItIsOpen(IteratorReader sockets) throws Exception {
        try (DatagramSocket staysOpen = new DatagramSocket()) {
            DatagramSocket closed = new DatagramSocket();
            assertThat(sockets).table().column("local").contains(staysOpen.getLocalPort(), closed.getLocalPort());

            int port = closed.getLocalPort();
            closed.close();
            assertThat(sockets)
                    .table()
                    .column("local")
                    .contains(staysOpen.getLocalPort())
                    .doesNotContain(port);
        }
    }
}
