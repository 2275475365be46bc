// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.namespace.NetworkNamespace;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketDescriptorTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Asserts that a descriptor is the socket's: it disappears with it. */
    private static void assertOwns(AutoCloseable socket, int descriptor) throws Exception {
        Path kernelSocket = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)));
        assertThat(kernelSocket).asString().startsWith("socket:");
        socket.close();
        assertThat(openFiles()).doesNotContain(kernelSocket);
    }

    private static List<Path> openFiles() throws IOException {
        List<Path> targets = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    targets.add(Files.readSymbolicLink(descriptor));
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        return targets;
    }

    @Nested
    class Is_found_for {

        @Test
        void each_end_of_a_connection() throws Exception {
            try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                    Socket client = new Socket(LOOPBACK, server.getLocalPort());
                    Socket accepted = server.accept()) {
                assertOwns(accepted, SocketDescriptor.of(accepted));
                assertOwns(client, SocketDescriptor.of(client));
                assertOwns(server, SocketDescriptor.of(server));
            }
        }

        @Test
        void sockets_that_are_not_bound() throws Exception {
            try (Socket socket = new Socket();
                    ServerSocket server = new ServerSocket();
                    DatagramSocket datagrams = new DatagramSocket(null);
                    SocketChannel channel = SocketChannel.open();
                    DatagramChannel datagramChannel = DatagramChannel.open()) {
                assertOwns(socket, SocketDescriptor.of(socket));
                assertOwns(server, SocketDescriptor.of(server));
                assertOwns(datagrams, SocketDescriptor.of(datagrams));
                assertOwns(channel, SocketDescriptor.of(channel));
                assertOwns(datagramChannel, SocketDescriptor.of(datagramChannel));
            }
        }

        @Test
        void a_bound_udp_socket_without_a_peer() throws Exception {
            try (DatagramSocket datagrams = new DatagramSocket();
                    MulticastSocket multicast = new MulticastSocket()) {
                assertOwns(datagrams, SocketDescriptor.of(datagrams));
                assertOwns(multicast, SocketDescriptor.of(multicast));
            }
        }

        @Test
        void the_sockets_of_channels() throws Exception {
            try (SocketChannel channel = SocketChannel.open();
                    ServerSocketChannel server = ServerSocketChannel.open();
                    DatagramChannel datagrams = DatagramChannel.open()) {
                assertThat(SocketDescriptor.of(channel.socket())).isEqualTo(SocketDescriptor.of(channel));
                assertThat(SocketDescriptor.of(server.socket())).isEqualTo(SocketDescriptor.of(server));
                assertThat(SocketDescriptor.of(datagrams.socket())).isEqualTo(SocketDescriptor.of(datagrams));
            }
        }

        @Test
        void asynchronous_channels() throws Exception {
            try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
                    AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open()) {
                assertOwns(channel, SocketDescriptor.of(channel));
                assertOwns(server, SocketDescriptor.of(server));
            }
        }

        @Test
        void a_tls_socket() throws Exception {
            try (Socket tls = SSLSocketFactory.getDefault().createSocket()) {
                assertOwns(tls, SocketDescriptor.of(tls));
            }
        }

        @Test
        void two_clients_of_one_unix_server(@TempDir Path directory) throws Exception {
            UnixDomainSocketAddress path = UnixDomainSocketAddress.of(directory.resolve("socket"));
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(path);
                try (SocketChannel first = SocketChannel.open(path);
                        SocketChannel second = SocketChannel.open(path);
                        SocketChannel accepted = server.accept()) {
                    assertOwns(accepted, SocketDescriptor.of(accepted));
                    assertOwns(first, SocketDescriptor.of(first));
                    assertOwns(second, SocketDescriptor.of(second));
                }
            }
        }

        @Test
        void a_group_of_listeners_at_one_port() throws Exception {
            try (ServerSocket first = new ServerSocket();
                    ServerSocket second = new ServerSocket()) {
                first.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                second.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                first.bind(new InetSocketAddress(LOOPBACK, 0));
                second.bind(first.getLocalSocketAddress());

                assertOwns(first, SocketDescriptor.of(first));
                assertOwns(second, SocketDescriptor.of(second));
            }
        }

        @Test
        @NeedsKernel
        void sockets_at_one_address_in_two_network_namespaces() throws Exception {
            try (NetworkNamespace namespace = NetworkNamespace.create();
                    ServerSocket outside = new ServerSocket(0, 1, LOOPBACK);
                    ServerSocket inside = namespace.call(() -> new ServerSocket(outside.getLocalPort(), 1, LOOPBACK))) {
                assertOwns(inside, SocketDescriptor.of(inside));
                assertOwns(outside, SocketDescriptor.of(outside));
            }
        }
    }

    @Nested
    class Is_an_error_for {

        @Test
        void a_closed_socket() throws Exception {
            ServerSocket closed = new ServerSocket(0, 1, LOOPBACK);
            closed.close();
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> SocketDescriptor.of(closed))
                    .withMessageStartingWith("Cannot find the descriptor of ServerSocket[")
                    .withMessageEndingWith(": it is closed. Use it before it is closed.");
        }

        @Test
        void a_tls_socket_over_another_socket() throws Exception {
            try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                    Socket under = new Socket(LOOPBACK, server.getLocalPort());
                    Socket layered = ((SSLSocketFactory) SSLSocketFactory.getDefault())
                            .createSocket(under, "localhost", server.getLocalPort(), true)) {
                assertThatExceptionOfType(BpfException.class)
                        .isThrownBy(() -> SocketDescriptor.of(layered))
                        .withMessageContaining(": its class sun.security.ssl.SSLSocketImpl keeps none where the JDK's"
                                + " sockets keep it. Use the socket or channel under it");
                assertOwns(layered, SocketDescriptor.of(under));
            }
        }
    }

    @Nested
    class The_cookie {

        @Test
        void identifies_a_socket() throws Exception {
            try (DatagramSocket first = new DatagramSocket();
                    DatagramSocket second = new DatagramSocket()) {
                long cookie = SocketDescriptor.cookie(SocketDescriptor.of(first));

                assertThat(cookie)
                        .isPositive()
                        .isEqualTo(SocketDescriptor.cookie(SocketDescriptor.of(first)))
                        .isNotEqualTo(SocketDescriptor.cookie(SocketDescriptor.of(second)));
            }
        }

        @Test
        void of_a_descriptor_that_is_not_a_sockets_is_an_error() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> SocketDescriptor.cookie(0))
                    .withMessage("Cannot read the cookie of descriptor 0: it is not a socket (ENOTSOCK). Use the result"
                            + " of SocketDescriptor.of while the socket is open.");
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> SocketDescriptor.cookie(-1))
                    .withMessageContaining("no file is open under this number (EBADF)");
        }
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
