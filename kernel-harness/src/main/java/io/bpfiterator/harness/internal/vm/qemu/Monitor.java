// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/** A connection to QEMU's monitor, which controls the virtual machine through QMP. */
public final class Monitor implements AutoCloseable {

    private static final Duration RETRY_INTERVAL = Duration.ofMillis(2);

    /** QEMU's name for the capability to leave out memory that is shared with a file. */
    private static final String WITHOUT_FILES = "x-ignore-shared";

    private final SocketChannel socket;
    private final BufferedReader replies;

    /** Events that arrived while a reply was expected, and have not been waited for yet. */
    private final Deque<JsonObject> events = new ArrayDeque<>();

    private Monitor(SocketChannel socket) {
        this.socket = socket;
        this.replies = new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8));
    }

    /**
     * Connects to the monitor's socket.
     *
     * @throws IOException if QEMU does not listen, or rejects the connection
     */
    public static Monitor connect(Path path) throws IOException {
        Monitor monitor = new Monitor(SocketChannel.open(UnixDomainSocketAddress.of(path)));
        try {
            monitor.read();
            monitor.execute("qmp_capabilities");
            return monitor;
        } catch (IOException e) {
            monitor.close();
            throw e;
        }
    }

    /** Waits until a machine that resumes from a snapshot has loaded it, and runs. */
    public void awaitRunning() throws IOException {
        if (!status(query("query-status")).equals("running")) {
            awaitEvent("RESUME");
        }
    }

    /** Writes a snapshot to a file, and leaves the machine stopped; {@link #resume} lets it run again. */
    public void saveSnapshot(Path file) throws IOException {
        enable("events");
        save(file);
    }

    /** Writes a snapshot without memory that is a file of its own, and leaves the machine stopped. */
    public void saveDevices(Path file) throws IOException {
        enable("events");
        enable(WITHOUT_FILES);
        save(file);
    }

    /** Loads what {@link #saveDevices} has written, and waits until the machine runs. */
    public void loadDevices(Path file) throws IOException {
        enable(WITHOUT_FILES);
        JsonObject source = new JsonObject();
        source.addProperty("uri", "exec:cat " + ShellArgument.quoted(file.toString()));
        execute("migrate-incoming", source.toString());
        awaitRunning();
    }

    private void enable(String capability) throws IOException {
        execute("migrate-set-capabilities", """
                {"capabilities": [{"capability": "%s", "state": true}]}""".formatted(capability));
    }

    private void save(Path file) throws IOException {
        JsonObject destination = new JsonObject();
        destination.addProperty("uri", "exec:cat >" + ShellArgument.quoted(file.toString()));
        execute("migrate", destination.toString());
        JsonObject migration = query("query-migrate");
        while (!status(migration).equals("completed")) {
            if (status(migration).equals("failed")) {
                throw new IOException("the migration to a file failed: " + migration.get("error-desc"));
            }
            awaitEvent("MIGRATION");
            migration = query("query-migrate");
        }
    }

    /** Lets a stopped machine run; a machine that runs is not changed. */
    public void resume() throws IOException {
        // QEMU rejects "cont" while it finishes a migration, and sends no event at the end of that state.
        while (status(query("query-status")).equals("finish-migrate")) {
            LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
        }
        execute("cont");
    }

    private JsonObject query(String command) throws IOException {
        return execute(command).getAsJsonObject("return");
    }

    private static String status(JsonObject answer) {
        return answer.get("status").getAsString();
    }

    private void awaitEvent(String name) throws IOException {
        JsonObject event = nextEvent();
        while (!event.get("event").getAsString().equals(name)) {
            event = nextEvent();
        }
    }

    private JsonObject nextEvent() throws IOException {
        return events.isEmpty() ? read() : events.remove();
    }

    private JsonObject execute(String command) throws IOException {
        return execute(command, "{}");
    }

    private JsonObject execute(String command, String arguments) throws IOException {
        String request = "{\"execute\": \"" + command + "\", \"arguments\": " + arguments + "}\n";
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
        JsonObject reply = read();
        while (reply.has("event")) {
            events.add(reply);
            reply = read();
        }
        if (reply.has("error")) {
            throw new IOException("QEMU rejected " + command + ": "
                    + reply.getAsJsonObject("error").get("desc").getAsString());
        }
        return reply;
    }

    private JsonObject read() throws IOException {
        String line = replies.readLine();
        if (line == null) {
            throw new IOException("QEMU closed the monitor's connection");
        }
        try {
            return JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("QEMU's monitor sent an unexpected reply: " + line, e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
