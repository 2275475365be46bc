// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.iterator.IteratorReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfIterator(value = "unix", since = "5.15")
class UnixIteratorTest {

    @Test
    @BpfIterator(obj = "unix.bpf.o")
    void listsASocketByItsPath(IteratorReader sockets, @TempDir Path directory) throws Exception {
        Path path = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            assertThat(sockets).lines().contains(path.toString());
        }
        assertThat(sockets).lines().doesNotContain(path.toString());
    }
}
