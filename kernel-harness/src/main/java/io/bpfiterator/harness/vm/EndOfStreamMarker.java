package io.bpfiterator.harness.vm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What tells the end of a stream that comes through a port, since a port has no end of its own.
 *
 * @param text what no command prints by chance; a zero byte precedes it
 */
record EndOfStreamMarker(String text) {

    private static final int CHUNK = 1 << 16;

    /** Copies what comes before the mark, as it comes; without a mark, all. */
    void copy(ReadableByteChannel from, OutputStream to) throws IOException {
        byte[] mark = ("\0" + text).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[mark.length + CHUNK];
        int held = 0;
        while (true) {
            int read = from.read(ByteBuffer.wrap(bytes, held, CHUNK));
            if (read < 0) {
                to.write(bytes, 0, held);
                return;
            }
            int length = held + read;
            int start = start(bytes, length, mark);
            to.write(bytes, 0, start);
            if (length - start >= mark.length) {
                return;
            }
            held = length - start;
            System.arraycopy(bytes, start, bytes, 0, held);
        }
    }

    /** Returns where the mark begins, or at the end the beginning of what may become one. */
    private static int start(byte[] bytes, int length, byte[] mark) {
        for (int i = 0; i < length; i++) {
            int compared = Math.min(mark.length, length - i);
            if (bytes[i] == 0 && Arrays.equals(bytes, i, i + compared, mark, 0, compared)) {
                return i;
            }
        }
        return length;
    }
}
