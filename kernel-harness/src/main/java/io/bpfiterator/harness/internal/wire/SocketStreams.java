// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Creates streams over a socket channel that one thread can read while another one writes.
 *
 * <p>The streams of {@link java.nio.channels.Channels} share a lock up to JDK 18.
 */
public final class SocketStreams {

    private SocketStreams() {}

    /** Returns the host's channel for messages over a connected socket in blocking mode. */
    public static Channel toAgent(SocketChannel socket) {
        return Channel.toAgent(new Input(socket), new Output(socket), socket);
    }

    /** Returns the agent's channel for messages over a connected socket in blocking mode. */
    public static Channel toHost(SocketChannel socket) {
        return Channel.toHost(new Input(socket), new Output(socket), socket);
    }

    private static final class Input extends InputStream {

        private final SocketChannel socket;

        Input(SocketChannel socket) {
            this.socket = socket;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return socket.read(ByteBuffer.wrap(bytes, offset, length));
        }
    }

    private static final class Output extends OutputStream {

        private final SocketChannel socket;

        Output(SocketChannel socket) {
            this.socket = socket;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                socket.write(buffer);
            }
        }
    }
}
