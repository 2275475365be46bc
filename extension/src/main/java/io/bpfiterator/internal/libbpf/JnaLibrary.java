// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Native;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.files.HomeDirectory;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Loads the library of JNA, which JNA copies from its jar to a file that it deletes as soon as it is loaded.
 *
 * <p>JNA never deletes the copy of a process that was killed meanwhile. So the copy is in a directory whose name
 * identifies the process, which the next process removes.
 */
final class JnaLibrary {

    /** The system property that names the directory for the copy. */
    private static final String DIRECTORY = "jna.tmpdir";

    /** The system property that names the directory of a copy that exists. */
    private static final String UNPACKED = "jna.boot.library.path";

    private static final String PREFIX = "bpf-iterator-jna-";

    private JnaLibrary() {}

    /**
     * Loads the library, unless it is loaded, and returns JNA's size of a pointer. If the directory cannot be created,
     * JNA chooses one.
     */
    static int pointerSize() {
        if (System.getProperty(DIRECTORY) != null || System.getProperty(UNPACKED) != null) {
            return Native.POINTER_SIZE;
        }
        Path directory;
        try {
            directory = ProcessDirectories.ofFiles(Files.createDirectories(parent()), PREFIX)
                    .create();
        } catch (IOException notWritable) {
            return Native.POINTER_SIZE;
        }
        System.setProperty(DIRECTORY, directory.toString());
        try {
            return Native.POINTER_SIZE;
        } finally {
            System.clearProperty(DIRECTORY);
            FileTree.deleteIfPossible(directory);
        }
    }

    /**
     * Returns the directory that JNA would use: programs can be executed from there, and from the temporary directory
     * perhaps not.
     */
    private static Path parent() throws IOException {
        @Nullable String cache = System.getenv("XDG_CACHE_HOME");
        Path base = cache == null || cache.isBlank()
                ? HomeDirectory.find()
                        .orElseThrow(() -> new IOException("no home directory"))
                        .resolve(".cache")
                : Path.of(cache);
        return base.resolve("JNA/temp");
    }
}
