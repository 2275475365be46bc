// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.run.ListeningSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Only this user reaches the JVM of a guest through the port for debuggers. */
@Timeout(30)
class DebuggerRelayTest {

    private static final String HANDSHAKE = "JDWP-Handshake";

    @TempDir
    Path directory;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private Path socket;
    private DebuggerRelay relay;
    private volatile @Nullable ServerSocketChannel guest;

    @BeforeEach
    void listen() {
        socket = directory.resolve("debug.sock");
        relay = DebuggerRelay.listen(0, socket, lines::add);
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        if (guest != null) {
            guest.close();
        }
    }

    /** Answers a handshake as a JVM does, with the same bytes. */
    private void startGuest() {
        ServerSocketChannel listening = ListeningSocket.at(socket);
        guest = listening;
        DaemonThread.start("fake guest", () -> {
            while (listening.isOpen()) {
                try (SocketChannel connection = listening.accept()) {
                    ByteBuffer bytes = ByteBuffer.allocate(HANDSHAKE.length());
                    while (bytes.hasRemaining() && connection.read(bytes) != -1) {}
                    received.add(new String(bytes.array(), StandardCharsets.UTF_8));
                    connection.write(bytes.flip());
                } catch (IOException e) {
                    // This debugger has gone before it received its answer.
                    continue;
                }
            }
        });
    }

    private String shakeHands() throws IOException {
        try (Socket debugger = new Socket("127.0.0.1", relay.port())) {
            debugger.setSoTimeout(10_000);
            debugger.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.UTF_8));
            return new String(debugger.getInputStream().readNBytes(HANDSHAKE.length()), StandardCharsets.UTF_8);
        }
    }

    @Test
    void debuggers_of_this_user_shake_hands_one_after_the_other() throws Exception {
        startGuest();

        assertThat(shakeHands()).isEqualTo(HANDSHAKE);
        assertThat(shakeHands()).isEqualTo(HANDSHAKE);
        assertThat(lines).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_debugger_waits_until_qemu_listens() throws Exception {
        DaemonThread.start("fake QEMU", () -> {
            try {
                Thread.sleep(500);
                startGuest();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(shakeHands()).isEqualTo(HANDSHAKE);
    }

    @Test
    @EnabledIf(value = "isRoot", disabledReason = "Disabled for this user: only root runs programs as another user")
    void a_debugger_of_another_user_is_disconnected_and_reported() throws Exception {
        startGuest();

        assertThat(asNobody("exec 3<>/dev/tcp/127.0.0.1/" + relay.port() + "; printf " + HANDSHAKE
                        + " >&3; head -c 14 <&3 2>/dev/null | wc -c"))
                .isEqualTo("0");
        assertThat(lines)
                .containsExactly("refused a debugger of user 65534: only user 0, who runs the tests, may attach one");
        assertThat(received).isEmpty();
    }

    /** The kernel shows user 0 for the socket of a connection that its owner has closed. */
    @Test
    @EnabledIf(value = "isRoot", disabledReason = "Disabled for this user: only root runs programs as another user")
    void a_debugger_of_another_user_that_has_gone_already_is_not_taken_for_root() throws Exception {
        startGuest();
        try (Socket attached = new Socket("127.0.0.1", relay.port())) {
            attached.getOutputStream().write('J');
            asNobody("exec 3<>/dev/tcp/127.0.0.1/" + relay.port() + "; printf " + HANDSHAKE + " >&3; exec 3>&-");
        }

        assertThat(shakeHands()).isEqualTo(HANDSHAKE);
        assertThat(received).doesNotContain(HANDSHAKE + HANDSHAKE).hasSizeLessThanOrEqualTo(2);
        // On a busy machine, the first connection is also closed before the relay looks at it.
        assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(line).startsWith("refused a debugger of "));
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static String asNobody(String command) throws Exception {
        Process process = new ProcessBuilder(
                        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    @Test
    void a_port_in_use_is_reported() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> DebuggerRelay.listen(taken.getLocalPort(), socket, lines::add))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot listen for a debugger on port " + taken.getLocalPort()
                            + ": Address already in use. Set bpfiterator.vm.debug.port to another port, or remove it to"
                            + " use any free port.");
        }
    }
}
