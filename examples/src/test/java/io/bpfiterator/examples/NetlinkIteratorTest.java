// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

/** The first example of bpftool-iter(8). */
class NetlinkIteratorTest {

    @Test
    @BpfIterator(obj = "netlink.bpf.o")
    void listsASocketWhileItIsOpen(IteratorReader sockets) {
        int portId;
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETLINK_USERSOCK)) {
            portId = socket.portId();
            assertThat(sockets).table().row("portid", portId).hasCell("protocol", NetlinkSocket.NETLINK_USERSOCK);
        }
        assertThat(sockets).table().column("portid").doesNotContain(portId);
    }

    @Test
    @BpfIterator(obj = "netlink.bpf.o")
    void listsTheKernelsOwnRouteSocket(IteratorReader sockets) {
        assertThat(sockets).table().column("portid").contains(0);
    }
}
