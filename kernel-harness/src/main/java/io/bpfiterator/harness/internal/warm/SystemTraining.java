// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Creates what iterators list: files, sockets, processes and threads. */
class SystemTraining {

    @Test
    void opensFiles(@TempDir Path directory) throws Exception {
        Path file = Files.createTempFile(directory, "open", ".txt");
        Files.writeString(file, "text\n");
        try (InputStream open = Files.newInputStream(file);
                Stream<String> lines = Files.lines(file)) {
            assertThat(open.readAllBytes()).hasSize(5);
            assertThat(lines).containsExactly("text");
        }
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).contains("text");
        assertThat(Files.readAllLines(Path.of("/proc/self/status"))).anyMatch(line -> line.startsWith("Pid:"));
    }

    @Test
    @Timeout(60)
    void opensSockets(@TempDir Path directory) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket client = new Socket(loopback, server.getLocalPort());
                Socket accepted = server.accept();
                DatagramSocket datagrams = new DatagramSocket()) {
            client.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
            assertThat(datagrams.getLocalPort()).isPositive();
        }
        Path path = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    @Test
    void startsAProcess() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        assertThat(sleep.pid()).isPositive();
        sleep.destroy();
        assertThat(sleep.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Process echo = new ProcessBuilder("echo", "text").start();
        assertThat(new String(echo.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("text\n");
        assertThat(echo.waitFor()).isZero();
    }

    @Test
    void startsThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        assertThat(threads.submit(() -> 1).get()).isEqualTo(1);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
}
