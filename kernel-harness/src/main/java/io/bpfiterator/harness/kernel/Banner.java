package io.bpfiterator.harness.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The line that a kernel prints first, which an uncompressed one has in it: {@code Linux version 6.1.0 (…}. */
final class Banner {

    private static final byte[] BEGINNING = "Linux version ".getBytes(StandardCharsets.US_ASCII);

    private Banner() {}

    /** Returns the release in it. */
    static Optional<String> release(ByteBuffer kernel) {
        for (int at = 0; at < kernel.limit() - BEGINNING.length; at++) {
            if (kernel.get(at) == BEGINNING[0]
                    && kernel.slice(at, BEGINNING.length).equals(ByteBuffer.wrap(BEGINNING))
                    && Character.isDigit(kernel.get(at + BEGINNING.length))) {
                return Optional.of(word(kernel, at + BEGINNING.length));
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
