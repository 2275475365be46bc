// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.sun.jna.Function;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Listens on a socket as another user, and sends the same response to each client, or none. */
final class FakeEngine {

    private FakeEngine() {}

    public static void main(String[] arguments) throws Exception {
        Function.getFunction("c", "seteuid").invokeInt(new Object[] {Integer.parseInt(arguments[1])});
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(Path.of(arguments[0])));
            System.out.println("listening");
            while (true) {
                try (SocketChannel channel = server.accept()) {
                    channel.read(ByteBuffer.allocate(1000));
                    channel.write(ByteBuffer.wrap(arguments[2].getBytes()));
                }
            }
        }
    }
}
