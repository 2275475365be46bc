package io.bpfiterator.reader;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Remembers the first bytes of an iterator's latest run, for reports. */
final class OutputHead {

    private static final int LIMIT = 64 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean started;

    synchronized void startRun() {
        bytes.reset();
        started = true;
    }

    synchronized void append(byte[] chunk) {
        bytes.write(chunk, 0, Math.min(chunk.length, LIMIT - bytes.size()));
    }

    synchronized Optional<String> text() {
        return started ? Optional.of(bytes.toString(StandardCharsets.UTF_8)) : Optional.empty();
    }
}
