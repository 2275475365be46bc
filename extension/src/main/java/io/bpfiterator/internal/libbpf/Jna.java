// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Native;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Loads JNA, through which all native calls go, with the library that it unpacks. If that fails, each test fails with
 * the whole message; JNA itself reports the cause only once in a JVM, and afterwards that a class is missing.
 */
final class Jna {

    private static final Path MAPS = Path.of("/proc/self/maps");

    private static volatile boolean usable;
    private static @Nullable Throwable problem;

    private Jna() {}

    /**
     * Checks that native calls are possible.
     *
     * @throws io.bpfiterator.failure.BpfException if they are not
     */
    static void require() {
        if (!usable) {
            load();
        }
    }

    private static synchronized void load() {
        if (problem == null) {
            try {
                usable = JnaLibrary.pointerSize() == Long.BYTES;
                return;
            } catch (LinkageError | RuntimeException e) {
                problem = e;
            }
        }
        throw explain(problem).exception();
    }

    private static Failure explain(Throwable thrown) {
        return JnaFailure.explain(thrown, maps(), Native.class.getModule());
    }

    /** Returns the files that this process has mapped; one of them is the loader of its C library. */
    private static String maps() {
        try {
            return Files.readString(MAPS);
        } catch (IOException withoutProcfs) {
            return "";
        }
    }
}
