package io.bpfiterator.internal.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory for files that are moved into the cache when they are complete. It is in the cache, and so on its file
 * system, for the move to be atomic.
 */
record TemporaryDirectory(Path path) implements AutoCloseable {

    /**
     * Creates a temporary directory, and the cache if it does not exist.
     *
     * @throws BpfException if the cache cannot be written
     */
    static TemporaryDirectory in(Path cache) {
        try {
            Files.createDirectories(cache);
            return new TemporaryDirectory(Files.createTempDirectory(cache, "temporary-"));
        } catch (IOException e) {
            throw unusable(cache, e);
        }
    }

    static BpfException unusable(Path cache, IOException cause) {
        return Failure.failed("Cannot use the cache " + cache)
                .because(cause)
                .remedy("Name another directory with -D" + ExtensionSettings.CACHE + "=DIRECTORY")
                .exception();
    }

    @Override
    public void close() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
