// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Computes the SHA-256 hash of a file in hexadecimal, as {@code sha256sum(1)} prints it. */
final class FileHash {

    /**
     * The age from which a file's time stamp identifies its contents: two changes within the resolution of the time
     * stamp may leave it the same.
     */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private record Stamp(@Nullable Object fileKey, long size, FileTime modified) {}

    private record Known(Stamp stamp, String hash) {}

    private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();

    private FileHash() {}

    /**
     * Returns the hash of a file. The file is read again only after a change of its inode, size or modification time.
     *
     * @throws BpfException if the file cannot be read
     */
    static String of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp stamp = new Stamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
            Known known = KNOWN.get(file);
            if (known != null && known.stamp.equals(stamp)) {
                return known.hash;
            }
            String hash = Sha256.hex(Files.readAllBytes(file));
            if (stamp.modified.toInstant().isBefore(Instant.now().minus(SETTLED))) {
                KNOWN.put(file, new Known(stamp, hash));
            }
            return hash;
        } catch (IOException e) {
            throw Failure.failed("Cannot read " + file).because(e).exception();
        }
    }
}
