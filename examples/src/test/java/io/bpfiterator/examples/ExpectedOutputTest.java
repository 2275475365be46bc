// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.FileOption.inAnyOrder;
import static io.bpfiterator.assertj.FileOption.masking;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.InNetworkNamespace;
import io.bpfiterator.iterator.IteratorReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;

/** Compares the whole output with a file among the resources, which -Dbpfiterator.golden=update writes. */
@InNetworkNamespace
class ExpectedOutputTest {

    @Test
    @BpfIterator(obj = "udp.bpf.o")
    void printsWhatTheFileHas(IteratorReader sockets) throws Exception {
        try (DatagramChannel first = bound();
                DatagramChannel second = bound()) {
            assertThat(first.getLocalAddress()).isNotEqualTo(second.getLocalAddress());
            assertThat(sockets).matchesFile("expected/udp.txt", masking("\\d+$", "<port>"), inAnyOrder());
        }
    }

    private static DatagramChannel bound() throws Exception {
        return DatagramChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }
}
