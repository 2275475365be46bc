// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.run.ListeningSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs with scripted replies of QEMU, since a real QEMU rarely sends them in that order. */
@Timeout(10)
class MonitorTest {

    private static final String GREETING = "{\"QMP\": {}}\n";
    private static final String DONE = "{\"return\": {}}\n";

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void chooseSocket() {
        socket = directory.resolve("monitor");
    }

    /** @param answers one reply for each command after {@code qmp_capabilities} */
    private void qemu(String... answers) {
        Deque<String> script = new ArrayDeque<>(List.of(answers));
        ServerSocketChannel server = ListeningSocket.at(socket);
        DaemonThread.start("script", () -> {
            try (server;
                    SocketChannel client = server.accept();
                    BufferedReader commands = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8))) {
                write(client, GREETING);
                commands.readLine();
                write(client, DONE);
                while (!script.isEmpty() && commands.readLine() != null) {
                    write(client, script.pop());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static String status(String status) {
        return "{\"return\": {\"status\": \"" + status + "\"}}\n";
    }

    private static String event(String name) {
        return "{\"event\": \"" + name + "\", \"data\": {}}\n";
    }

    @Test
    void a_snapshot_may_complete_during_the_query_of_its_status() throws Exception {
        qemu(DONE, DONE, event("MIGRATION") + status("active"), status("completed"));

        try (Monitor monitor = Monitor.connect(socket)) {
            monitor.saveSnapshot(directory.resolve("snapshot"));
        }
    }

    @Test
    void a_machine_resumes_only_after_its_snapshot_is_finished() throws Exception {
        qemu(status("finish-migrate"), status("finish-migrate"), status("postmigrate"), DONE);

        try (Monitor monitor = Monitor.connect(socket)) {
            monitor.resume();
        }
    }

    @Test
    void a_machine_may_start_to_run_during_the_query_of_its_status() throws Exception {
        qemu(event("RESUME") + status("inmigrate"), DONE);

        try (Monitor monitor = Monitor.connect(socket)) {
            monitor.awaitRunning();
        }
    }

    @Test
    void an_error_reply_and_a_closed_connection_are_reported() throws Exception {
        qemu("{\"error\": {\"desc\": \"no such capability\"}}\n");

        try (Monitor monitor = Monitor.connect(socket)) {
            assertThatThrownBy(() -> monitor.saveSnapshot(directory.resolve("snapshot")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("QEMU rejected migrate-set-capabilities: no such capability");
            assertThatThrownBy(monitor::awaitRunning).isInstanceOf(IOException.class);
        }
    }
}
