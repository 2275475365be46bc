package io.bpfiterator.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Identifies threads of this process. */
public final class Tasks {

    private static final Path THREAD_SELF = Path.of("/proc/thread-self");

    private Tasks() {}

    /** Returns the calling thread's id, as {@code gettid(2)} does. */
    public static int currentTid() {
        try {
            return Integer.parseInt(
                    Files.readSymbolicLink(THREAD_SELF).getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
