// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.spi.Kernel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Describes a kernel in the cache.
 *
 * @param names the names that stand for it now; empty if a newer one has replaced it
 * @param directory the directory with all its files
 * @param bytes the size of its files, the uncompressed image included
 * @param fetched when it was downloaded or copied
 */
public record CachedKernel(List<String> names, Kernel kernel, Path directory, long bytes, Instant fetched) {

    /** Returns whether a name stands for this kernel. */
    public boolean current() {
        return !names.isEmpty();
    }
}
