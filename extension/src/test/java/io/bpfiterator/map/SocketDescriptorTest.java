package io.bpfiterator.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketDescriptorTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static void assertSocket(int descriptor) throws Exception {
        assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor))))
                .asString()
                .startsWith("socket:");
    }

    @Test
    void is_found_for_each_end_of_a_connection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                Socket client = new Socket(LOOPBACK, server.getLocalPort());
                Socket accepted = server.accept()) {
            int[] descriptors = {SocketDescriptor.of(server), SocketDescriptor.of(client), SocketDescriptor.of(accepted)
            };
            assertThat(descriptors).doesNotHaveDuplicates();
            for (int descriptor : descriptors) {
                assertSocket(descriptor);
            }
        }
    }

    @Test
    void is_found_for_channels_and_datagrams(@TempDir Path directory) throws Exception {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(directory.resolve("socket"));
        try (ServerSocketChannel unixServer = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                DatagramSocket datagrams = new DatagramSocket();
                DatagramChannel channel = DatagramChannel.open().bind(null)) {
            unixServer.bind(path);
            try (SocketChannel unixClient = SocketChannel.open(path);
                    SocketChannel accepted = unixServer.accept()) {
                assertThat(unixClient.isConnected()).isTrue();
                assertSocket(SocketDescriptor.of(unixServer));
                assertSocket(SocketDescriptor.of(accepted));
                assertSocket(SocketDescriptor.of(datagrams));
                assertSocket(SocketDescriptor.of(channel));
            }
        }
    }

    @Test
    void of_a_socket_that_is_not_bound_is_an_error() throws Exception {
        try (Socket unbound = new Socket()) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> SocketDescriptor.of(unbound))
                    .withMessage(
                            "Cannot find the descriptor of a socket without an address: a descriptor is found by the"
                                    + " socket's"
                                    + " address. Bind or connect the socket first.");
        }
    }

    @Test
    void of_a_closed_socket_is_an_error() throws Exception {
        ServerSocket closed = new ServerSocket(0, 1, LOOPBACK);
        closed.close();
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> SocketDescriptor.of(closed))
                .withMessageContaining(": this process has 0 such sockets. Check that the socket is open");
    }

    @Nested
    @BpfTest
    @NeedsKernel
    @NeedsMapIterators
    class In_a_map {

        @Test
        void is_the_key_of_a_sockets_storage(BpfSession bpf) throws Exception {
            BpfObject object =
                    bpf.open("/maps_of_all_types.bpf.o").only("dump_storage").load();
            BpfMap<Integer, Long> storage = object.map("of_sockets", Integer.class, Long.class);
            try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
                storage.put(SocketDescriptor.of(server), 42L);

                assertThat(storage.get(SocketDescriptor.of(server))).contains(42L);
                assertThat(object.program("dump_storage")
                                .pin(IteratorOptions.map(storage))
                                .lines())
                        .containsExactly("state 10: 42");
            }
        }

        @Test
        void is_the_key_of_a_standalone_storage(BpfSession bpf) throws Exception {
            BpfMap<Integer, Long> storage = bpf.map(MapType.SK_STORAGE, "own", Integer.class, Long.class, 0);
            BpfObject object =
                    bpf.open("/maps_of_all_types.bpf.o").only("dump_storage").load();
            try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
                storage.put(SocketDescriptor.of(server), 7L);
                assertThat(object.program("dump_storage")
                                .pin(IteratorOptions.map(storage))
                                .lines())
                        .containsExactly("state 10: 7");
            }
        }

        @Test
        void is_the_value_of_a_sockmap_and_a_sockhash(BpfSession bpf) throws Exception {
            BpfObject object =
                    bpf.open("/maps_of_all_types.bpf.o").only("dump_sockets").load();
            try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                    Socket client = new Socket(LOOPBACK, server.getLocalPort());
                    Socket accepted = server.accept()) {
                for (String name : new String[] {"sockets", "sockets_by_key"}) {
                    BpfMap<Integer, Long> sockets = object.map(name, Integer.class, Long.class);
                    sockets.put(1, (long) SocketDescriptor.of(client));
                    assertThat(object.program("dump_sockets")
                                    .pin(IteratorOptions.map(sockets))
                                    .lines())
                            .contains("1: a socket");
                }
                assertThat(accepted.isConnected()).isTrue();
            }
        }
    }
}
