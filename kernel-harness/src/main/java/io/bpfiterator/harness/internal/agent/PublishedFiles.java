// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.failure.CauseText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.platform.engine.reporting.FileEntry;

/** Sends the contents of published files, since an environment shares no directory with the host for them. */
final class PublishedFiles {

    /** In bytes; a multiple of three, so that Base64 adds no padding. */
    private static final int PART_SIZE = 48 << 10;

    private final Reporter reporter;
    private final AtomicLong publications = new AtomicLong();

    PublishedFiles(Reporter reporter) {
        this.reporter = reporter;
    }

    /** Sends a file, or all regular files in a directory. Does not follow symbolic links. */
    void send(String id, FileEntry entry) {
        Path published = entry.getPath().toAbsolutePath().normalize();
        Path name = published.getFileName();
        long publication = publications.incrementAndGet();
        try {
            for (Path file : files(published)) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    send(publication, name.resolve(published.relativize(file)).toString(), file);
                } else {
                    refuse(id, "Cannot keep " + file + ": it is not a regular file. Publish a copy of the file.");
                }
            }
            if (!Files.isSymbolicLink(published)) {
                reporter.send(new Message.FilePublished(
                        publication,
                        id,
                        entry.getTimestamp().toString(),
                        name.toString(),
                        entry.getMediaType().orElse(null)));
            }
        } catch (IOException e) {
            refuse(id, "Cannot keep " + published + ": it cannot be read (" + CauseText.of(e) + "). Make it readable.");
        }
    }

    private static List<Path> files(Path published) throws IOException {
        try (Stream<Path> tree = Files.walk(published)) {
            return tree.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private void send(long publication, String path, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            send(reporter, publication, path, in);
        }
    }

    /** Sends the contents of a file in parts. */
    static void send(Reporter reporter, long publication, String path, InputStream in) throws IOException {
        byte[] part;
        do {
            part = in.readNBytes(PART_SIZE);
            reporter.send(
                    new Message.FilePart(publication, path, Base64.getEncoder().encodeToString(part)));
        } while (part.length == PART_SIZE);
    }

    private void refuse(String id, String reason) {
        reporter.send(new Message.Reported(id, LocalDateTime.now().toString(), Map.of("published file", reason)));
    }
}
