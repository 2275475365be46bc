package io.bpfiterator.harness.vm;

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

/** A QEMU's monitor, through which it is told in QMP what to do with its machine. */
final class Monitor implements AutoCloseable {

    private static final Duration MOMENT = Duration.ofMillis(2);

    private final SocketChannel socket;
    private final BufferedReader replies;

    /** Those that came before a reply; nobody may have waited for them yet. */
    private final Deque<JsonObject> events = new ArrayDeque<>();

    private Monitor(SocketChannel socket) {
        this.socket = socket;
        this.replies = new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8));
    }

    /**
     * Talks with a QEMU that listens.
     *
     * @throws IOException if it doesn't
     */
    static Monitor connect(Path path) throws IOException {
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

    /** Waits until a machine that goes on from a snapshot has all of it, and runs. */
    void awaitRunning() throws IOException {
        if (!status(query("query-status")).equals("running")) {
            awaitEvent("RESUME");
        }
    }

    /** Writes a snapshot of a machine, which stands still in the end, until it is to go on. */
    void save(Path file) throws IOException {
        execute("migrate-set-capabilities", """
                {"capabilities": [{"capability": "events", "state": true}]}""");
        JsonObject destination = new JsonObject();
        destination.addProperty("uri", "exec:cat >" + GuestScripts.quoted(file.toString()));
        execute("migrate", destination.toString());
        JsonObject migration = query("query-migrate");
        while (!status(migration).equals("completed")) {
            if (status(migration).equals("failed")) {
                throw new IOException("QEMU can't write it: " + migration.get("error-desc"));
            }
            awaitEvent("MIGRATION");
            migration = query("query-migrate");
        }
    }

    /** Lets a machine go on, whether it stands still or not. */
    void resume() throws IOException {
        // For a moment after a snapshot is whole, QEMU refuses it; no event tells when that is over.
        while (status(query("query-status")).equals("finish-migrate")) {
            LockSupport.parkNanos(MOMENT.toNanos());
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
            throw new IOException("QEMU's monitor says to " + command + ": "
                    + reply.getAsJsonObject("error").get("desc").getAsString());
        }
        return reply;
    }

    private JsonObject read() throws IOException {
        String line = replies.readLine();
        if (line == null) {
            throw new IOException("QEMU's monitor is gone");
        }
        try {
            return JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("QEMU's monitor says " + line, e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
