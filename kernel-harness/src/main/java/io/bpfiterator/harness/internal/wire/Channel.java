// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import com.google.gson.Gson;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
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

    /** How many bytes a line of an agent may have. An agent cuts or splits longer texts itself. */
    public static final int MAX_LINE = 16 << 20;

    /**
     * A message with the number of its thread; 0 is the thread that runs the tests, unless they run in parallel.
     *
     * @param length the number of characters of its line; 0 for a message that was not received
     */
    public record Envelope(int thread, Message message, int length) {

        public Envelope(int thread, Message message) {
            this(thread, message, 0);
        }
    }

    private static final Gson GSON = new Gson();

    private static final Map<String, Class<?>> TYPES = Stream.of(Message.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private final LineReader reader;
    private final OutputStream out;
    private final Closeable connection;

    /**
     * Creates a channel over two streams; closing the channel closes {@code connection}.
     *
     * @param limit the number of bytes that a received line may have
     */
    private Channel(InputStream in, OutputStream out, Closeable connection, int limit) {
        this.reader = new LineReader(in, limit);
        this.out = out;
        this.connection = connection;
    }

    /** Creates the host's channel over two streams. It receives lines of at most {@link #MAX_LINE} bytes. */
    public static Channel toAgent(InputStream in, OutputStream out, Closeable connection) {
        return new Channel(in, out, connection, MAX_LINE);
    }

    /** Creates the agent's channel over two streams. The host is trusted, and may select any number of tests. */
    public static Channel toHost(InputStream in, OutputStream out, Closeable connection) {
        return new Channel(in, out, connection, Integer.MAX_VALUE);
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
     * @throws IOException if the connection is lost
     * @throws InvalidMessageException if a line is not a message
     */
    public @Nullable Envelope receive() throws IOException {
        String line = reader.next();
        // XML cannot contain these two, and Surefire does not escape them.
        return line == null ? null : parse(line.replace('\ufffe', '\ufffd').replace('\uffff', '\ufffd'));
    }

    private static Envelope parse(String line) {
        String[] parts = line.split(" ", 3);
        Class<?> type = parts.length == 3 ? TYPES.get(parts[1]) : null;
        if (type == null) {
            throw new InvalidMessageException("it has no known type: " + InvalidMessageException.quote(line));
        }
        try {
            Message message = (Message) GSON.fromJson(parts[2], type);
            return new Envelope(
                    Integer.parseInt(parts[0]), MessageCheck.present(message, "JSON object"), line.length());
        } catch (RuntimeException e) {
            // Gson wraps an exception of a record's constructor.
            Throwable refusal = e.getCause() instanceof InvalidMessageException cause ? cause : e;
            String problem =
                    refusal instanceof InvalidMessageException invalid ? invalid.problem() : "it cannot be parsed";
            throw new InvalidMessageException(problem + ": " + InvalidMessageException.quote(line), refusal);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
