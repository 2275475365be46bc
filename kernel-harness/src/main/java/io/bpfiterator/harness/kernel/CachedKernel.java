package io.bpfiterator.harness.kernel;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A kernel that has been fetched.
 *
 * @param series as the user names it
 * @param directory holds all of it
 * @param bytes of disk that it takes, uncompressed image included
 * @param current whether its series is at this kernel; others have been replaced by a newer one
 */
public record CachedKernel(
        String series, Kernel kernel, Path directory, long bytes, Instant fetched, boolean current) {}
