// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Remembers the first bytes of a run, for reports. */
final class OutputHead {

    private static final int LIMIT = 64 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Returns how many more bytes it remembers. */
    synchronized int room() {
        return LIMIT - bytes.size();
    }

    synchronized void append(byte[] chunk) {
        bytes.write(chunk, 0, Math.min(chunk.length, room()));
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
