package io.bpfiterator.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory in the cache, and so on its file system, for files that are renamed when they are whole. */
record TemporaryDirectory(Path path) implements AutoCloseable {

    /**
     * Makes one, and the cache where there is none.
     *
     * @throws BpfException if that can't be written
     */
    static TemporaryDirectory in(Path cache) {
        try {
            Files.createDirectories(cache);
            return new TemporaryDirectory(Files.createTempDirectory(cache, "temporary-"));
        } catch (IOException e) {
            throw notWritable(cache, e);
        }
    }

    static BpfException notWritable(Path cache, IOException cause) {
        return new BpfException(
                "Can't write to the cache " + cache + ": " + cause + "; name another directory with -D"
                        + ExtensionSettings.CACHE + "=DIRECTORY",
                cause);
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
