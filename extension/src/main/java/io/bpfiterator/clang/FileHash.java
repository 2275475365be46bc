package io.bpfiterator.clang;

import io.bpfiterator.failure.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** SHA-256 of files, in hexadecimal, as {@code sha256sum(1)} prints it. */
final class FileHash {

    /** A file changed twice within its time stamp's resolution may look the same; older ones are safe to remember. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private record Stamp(@Nullable Object fileKey, long size, FileTime modified) {}

    private record Known(Stamp stamp, String hash) {}

    private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();

    private FileHash() {}

    /**
     * Hashes a file, or remembers its hash while it is the same by its inode, size and time.
     *
     * @throws BpfException if it can't be read
     */
    static String of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp stamp = new Stamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
            Known known = KNOWN.get(file);
            if (known != null && known.stamp.equals(stamp)) {
                return known.hash;
            }
            String hash = of(Files.readAllBytes(file));
            if (stamp.modified.toInstant().isBefore(Instant.now().minus(SETTLED))) {
                KNOWN.put(file, new Known(stamp, hash));
            }
            return hash;
        } catch (IOException e) {
            throw new BpfException("Can't read " + file + ": " + e, e);
        }
    }

    static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
