package io.bpfiterator.harness.container;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.net.ExtendedSocketOptions;

/**
 * What listens on a socket, asked by one request.
 *
 * <p>Docker's API has a call for its version, but podman takes 0.3 s to answer that; the header of any answer tells it too.
 *
 * @param user who runs it
 * @param server the product and the version in its header {@code Server}; nothing if it is no engine
 */
record EngineSocket(String user, Optional<Server> server) {

    record Server(String product, String version) {}

    private static final byte[] REQUEST =
            "GET /_ping HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ANSWER_BYTES = 8192;
    private static final Pattern SERVER = Pattern.compile("^Server: (Docker|Libpod)/(\\S+)", Pattern.MULTILINE);

    /** Asks; returns when there is an answer, or fails when the calling thread is interrupted. */
    static EngineSocket ask(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            String user =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            channel.write(ByteBuffer.wrap(REQUEST));
            ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                if (isWhole(answer)) {
                    break;
                }
            }
            return new EngineSocket(user, server(text(answer)));
        }
    }

    private static boolean isWhole(ByteBuffer answer) {
        return text(answer).contains("\r\n\r\n");
    }

    private static String text(ByteBuffer answer) {
        return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
    }

    private static Optional<Server> server(String answer) {
        Matcher matcher = SERVER.matcher(answer);
        return matcher.find()
                ? Optional.of(new Server(matcher.group(1).equals("Docker") ? "Docker" : "podman", matcher.group(2)))
                : Optional.empty();
    }
}
