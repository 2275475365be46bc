// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

/** Creates Unix sockets on which this process listens. */
public final class ListeningSocket {

    private ListeningSocket() {}

    /**
     * Creates a socket.
     *
     * @throws EnvironmentException if a socket cannot be created at {@code path}
     */
    public static ServerSocketChannel at(Path path) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                return server.bind(UnixDomainSocketAddress.of(path));
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw Failure.failed("Cannot listen on the socket " + path)
                    .because(e)
                    .remedy("If the path is too long, choose a shorter directory with -Djava.io.tmpdir=DIRECTORY")
                    .exception(EnvironmentException::new);
        }
    }
}
