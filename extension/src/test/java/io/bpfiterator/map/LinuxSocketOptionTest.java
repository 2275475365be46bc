// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static io.bpfiterator.map.LinuxSocketOption.SO_BINDTODEVICE;
import static io.bpfiterator.map.LinuxSocketOption.SO_MARK;
import static io.bpfiterator.map.LinuxSocketOption.TCP_CONGESTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.support.NeedsKernel;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LinuxSocketOptionTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Nested
    class Is_set_and_read {

        @Test
        @NeedsKernel
        void as_a_number() throws Exception {
            try (DatagramSocket socket = new DatagramSocket()) {
                int descriptor = SocketDescriptor.of(socket);
                SO_MARK.set(descriptor, 7);

                assertThat(SO_MARK.get(descriptor)).isEqualTo(7);
            }
        }

        @Test
        void as_a_name() throws Exception {
            try (DatagramSocket socket = new DatagramSocket(null)) {
                int descriptor = SocketDescriptor.of(socket);
                assertThat(SO_BINDTODEVICE.get(descriptor)).isEmpty();
                SO_BINDTODEVICE.set(descriptor, "lo");

                assertThat(SO_BINDTODEVICE.get(descriptor)).isEqualTo("lo");
            }
        }

        @Test
        @NeedsKernel
        void as_an_empty_name() throws Exception {
            try (DatagramSocket socket = new DatagramSocket(null)) {
                int descriptor = SocketDescriptor.of(socket);
                SO_BINDTODEVICE.set(descriptor, "lo");
                SO_BINDTODEVICE.set(descriptor, "");

                assertThat(SO_BINDTODEVICE.get(descriptor)).isEmpty();
            }
        }
    }

    @Test
    void is_inherited_by_the_children_of_a_listening_socket() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            TCP_CONGESTION.set(SocketDescriptor.of(server), "reno");
            try (Socket client = new Socket(LOOPBACK, server.getLocalPort());
                    Socket child = server.accept()) {
                assertThat(client.isConnected()).isTrue();
                assertThat(TCP_CONGESTION.get(SocketDescriptor.of(child))).isEqualTo("reno");
            }
        }
    }

    @Nested
    class Is_refused {

        @Test
        void with_a_name_that_the_kernel_does_not_know() throws Exception {
            try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
                int descriptor = SocketDescriptor.of(server);
                assertThatExceptionOfType(BpfException.class)
                        .isThrownBy(() -> TCP_CONGESTION.set(descriptor, "none_such"))
                        .withMessageContaining("Cannot set TCP_CONGESTION of descriptor " + descriptor
                                + " to \"none_such\": the kernel has no such algorithm (ENOENT). Load its module");
                assertThatExceptionOfType(BpfException.class)
                        .isThrownBy(() -> SO_BINDTODEVICE.set(descriptor, "none_such0"))
                        .withMessageContaining("network namespace has no such interface (ENODEV). Use an interface");
            }
        }

        @Test
        void for_a_descriptor_that_is_not_a_sockets() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> SO_MARK.get(0))
                    .withMessageContaining("Cannot read SO_MARK of descriptor 0: it is not a socket (ENOTSOCK).");
        }
    }
}
