// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Message;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reports output to the host, in pieces that end with a line or a full buffer, and never split a character. */
final class ReportingStream extends OutputStream {

    private static final int BUFFER_SIZE = 8192;

    /** How many bytes of a large write are sent in one message. */
    private static final int MAX_PIECE = 64 << 10;

    private final boolean error;
    private final Reporter reporter;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    ReportingStream(boolean error, Reporter reporter) {
        this.error = error;
        this.reporter = reporter;
    }

    @Override
    public synchronized void write(int b) {
        buffer.write(b);
        if (b == '\n' || buffer.size() >= BUFFER_SIZE) {
            report();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int done = 0; done < length; done += MAX_PIECE) {
            int piece = Math.min(MAX_PIECE, length - done);
            buffer.write(bytes, offset + done, piece);
            if (buffer.size() >= BUFFER_SIZE || bytes[offset + done + piece - 1] == '\n') {
                report();
            }
        }
    }

    @Override
    public synchronized void flush() {
        report();
    }

    private void report() {
        ByteBuffer bytes = ByteBuffer.wrap(buffer.toByteArray());
        CharBuffer characters = CharBuffer.allocate(bytes.remaining());
        decoder.decode(bytes, characters, false);
        buffer.reset();
        buffer.write(bytes.array(), bytes.position(), bytes.remaining());
        if (characters.flip().hasRemaining()) {
            reporter.send(new Message.Printed(error, characters.toString()));
        }
    }
}
