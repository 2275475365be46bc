package io.bpfiterator.harness.internal.wire;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives messages. A message is one line of UTF-8: the number of the sending thread, the type of the
 * message, and its JSON.
 *
 * <p>Any number of threads may send at the same time, but only one may receive.
 */
public final class Channel implements Closeable {

    /** A message with the number of its thread; 0 is the thread that runs the tests, unless they run in parallel. */
    public record Envelope(int thread, Message message) {}

    private static final Gson GSON = new Gson();

    private static final Map<String, Class<?>> TYPES = Stream.of(Message.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private final BufferedReader reader;
    private final OutputStream out;
    private final Closeable connection;

    /** Creates a channel over two streams; closing the channel closes {@code connection}. */
    public Channel(InputStream in, OutputStream out, Closeable connection) {
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.connection = connection;
    }

    /** Sends a message from thread 0. */
    public void send(Message message) throws IOException {
        send(new Envelope(0, message));
    }

    /** Sends a message in one write, so that the lines of different threads do not mix. */
    public void send(Envelope envelope) throws IOException {
        Message message = envelope.message();
        String line = envelope.thread() + " " + message.getClass().getSimpleName() + " " + GSON.toJson(message) + "\n";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    /**
     * Waits for a message.
     *
     * @return the message; null if the other side closed the connection
     * @throws IOException if the connection is lost, or a line is not a message
     */
    public @Nullable Envelope receive() throws IOException {
        String line = reader.readLine();
        return line == null ? null : parse(line);
    }

    private static Envelope parse(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        Class<?> type = parts.length == 3 ? TYPES.get(parts[1]) : null;
        if (type == null) {
            throw new IOException("Cannot parse a message: " + excerpt(line));
        }
        try {
            return new Envelope(Integer.parseInt(parts[0]), (Message) GSON.fromJson(parts[2], type));
        } catch (JsonSyntaxException | NumberFormatException e) {
            throw new IOException("Cannot parse a message: " + excerpt(line), e);
        }
    }

    private static String excerpt(String line) {
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
