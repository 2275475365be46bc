// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

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
 * Identifies the process that listens on a socket, by one request.
 *
 * <p>Docker's API has a request for the version, which takes podman 0.3 s. The header of any other response contains
 * the version too.
 *
 * @param user the name of the user who runs it
 * @param server the product and the version from the header {@code Server}; empty if it is not a container engine
 */
record EngineSocket(String user, Optional<Server> server) {

    record Server(String product, String version) {}

    private static final byte[] REQUEST =
            "GET /_ping HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int RESPONSE_BYTES = 8192;
    private static final Pattern SERVER = Pattern.compile("^Server: (Docker|Libpod)/(\\S+)", Pattern.MULTILINE);

    /** Sends a request and waits for the response, or until the calling thread is interrupted. */
    static EngineSocket query(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            String user =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            channel.write(ByteBuffer.wrap(REQUEST));
            ByteBuffer response = ByteBuffer.allocate(RESPONSE_BYTES);
            while (response.hasRemaining() && channel.read(response) >= 0) {
                if (isComplete(response)) {
                    break;
                }
            }
            return new EngineSocket(user, server(text(response)));
        }
    }

    private static boolean isComplete(ByteBuffer response) {
        return text(response).contains("\r\n\r\n");
    }

    private static String text(ByteBuffer response) {
        return new String(response.array(), 0, response.position(), StandardCharsets.ISO_8859_1);
    }

    private static Optional<Server> server(String response) {
        Matcher matcher = SERVER.matcher(response);
        return matcher.find()
                ? Optional.of(new Server(matcher.group(1).equals("Docker") ? "Docker" : "podman", matcher.group(2)))
                : Optional.empty();
    }
}
