package io.bpfiterator.harness.kernel;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A kernel that has been fetched.
 *
 * @param names that stand for it now; none if it has been replaced by a newer one
 * @param directory holds all of it
 * @param bytes of disk that it takes, uncompressed image included
 */
public record CachedKernel(List<String> names, Kernel kernel, Path directory, long bytes, Instant fetched) {

    /** Tells whether a name stands for it. */
    public boolean current() {
        return !names.isEmpty();
    }
}
