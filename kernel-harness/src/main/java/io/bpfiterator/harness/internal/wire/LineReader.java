// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8 in bounded memory. */
final class LineReader {

    private static final int BUFFER_SIZE = 64 << 10;

    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int start;
    private int end;

    /** @param limit the number of bytes that a line may have */
    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /**
     * Returns the next line without its line feed; null at the end. Without a line feed, the last bytes are not a line:
     * their sender has ended while it wrote them.
     *
     * @throws InvalidMessageException if the line is too long
     */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int feed = start;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            MessageCheck.require(line.size() + feed - start <= limit, "it has a line of more than " + limit + " bytes");
            line.write(buffer, start, feed - start);
            if (feed < end) {
                start = feed + 1;
                return line.toString(StandardCharsets.UTF_8);
            }
            start = 0;
            end = in.read(buffer);
            if (end == -1) {
                end = 0;
                return null;
            }
        }
    }
}
