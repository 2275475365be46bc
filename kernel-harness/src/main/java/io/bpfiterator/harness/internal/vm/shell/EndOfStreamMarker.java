// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Marks the end of a stream that comes through a virtio port, which does not signal an end of file.
 *
 * @param text a random text, so that no command prints it by chance; a zero byte precedes it
 */
record EndOfStreamMarker(String text) {

    private static final int CHUNK = 1 << 16;

    /** Copies the bytes before the marker without delay, or all bytes if the stream ends without a marker. */
    void copy(ReadableByteChannel from, OutputStream to) throws IOException {
        byte[] marker = ("\0" + text).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[marker.length + CHUNK];
        int held = 0;
        while (true) {
            int read = from.read(ByteBuffer.wrap(bytes, held, CHUNK));
            if (read < 0) {
                to.write(bytes, 0, held);
                return;
            }
            int length = held + read;
            int start = start(bytes, length, marker);
            to.write(bytes, 0, start);
            if (length - start >= marker.length) {
                return;
            }
            held = length - start;
            System.arraycopy(bytes, start, bytes, 0, held);
        }
    }

    /** Returns where the marker starts, complete or cut off by the end of the bytes; {@code length} if it does not. */
    private static int start(byte[] bytes, int length, byte[] marker) {
        for (int i = 0; i < length; i++) {
            int compared = Math.min(marker.length, length - i);
            if (bytes[i] == 0 && Arrays.equals(bytes, i, i + compared, marker, 0, compared)) {
                return i;
            }
        }
        return length;
    }
}
