// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the kernel's first log line, {@code Linux version 6.1.0 (…}, in an uncompressed image. */
final class Banner {

    private static final byte[] PREFIX = "Linux version ".getBytes(StandardCharsets.US_ASCII);

    private Banner() {}

    /** Returns the release that the line names; empty if the image does not contain the line. */
    static Optional<String> release(ByteBuffer kernel) {
        for (int at = 0; at < kernel.limit() - PREFIX.length; at++) {
            if (kernel.get(at) == PREFIX[0]
                    && kernel.slice(at, PREFIX.length).equals(ByteBuffer.wrap(PREFIX))
                    && Character.isDigit(kernel.get(at + PREFIX.length))) {
                return Optional.of(word(kernel, at + PREFIX.length));
            }
        }
        return Optional.empty();
    }

    private static String word(ByteBuffer kernel, int from) {
        StringBuilder word = new StringBuilder();
        for (int at = from; at < kernel.limit() && kernel.get(at) > ' '; at++) {
            word.append((char) kernel.get(at));
        }
        return word.toString();
    }
}
