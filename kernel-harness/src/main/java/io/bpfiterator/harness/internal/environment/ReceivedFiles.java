// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes the files that an agent sends to a directory that no environment can access. All are regular files without
 * execute permission. Their names come from the agent and are not trusted, and their number and size are limited.
 */
final class ReceivedFiles {

    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\x00]+");

    /** The limits of all files of an agent. */
    record Limits(int files, long bytes) {}

    /** A run directory may be in memory, where it requires a free GB. */
    private static final Limits LIMITS = new Limits(10_000, 1 << 30);

    /** In characters: with the limit of files, this bounds the number of directories. */
    private static final int MAX_PATH = 1000;

    private static final int MAX_DEPTH = 40;

    private final Path directory;
    private final Limits limits;

    /** Files and empty directories. */
    private final Set<Path> places = new HashSet<>();

    private long bytes;

    /** The failures of publications with invalid paths, by number. */
    private final Map<Long, DiagnosedException> refused = new HashMap<>();

    private final Map<Long, IOException> lost = new HashMap<>();

    /** @param directory the directory, which is created with the first file */
    ReceivedFiles(Path directory) {
        this(directory, LIMITS);
    }

    ReceivedFiles(Path directory, Limits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /** Writes a part of a file. If that fails, {@link #get} throws the failure. */
    synchronized void add(Message.FilePart part) {
        if (isFull()) {
            return;
        }
        try {
            Path file = place(part.publication(), part.path());
            byte[] content = Base64.getDecoder().decode(part.base64());
            bytes += content.length;
            places.add(file);
            if (isFull()) {
                return;
            }
            Files.createDirectories(file.getParent());
            Files.write(file, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        } catch (DiagnosedException e) {
            places.add(directoryOf(part.publication()));
            refused.putIfAbsent(part.publication(), e);
        } catch (IOException | IllegalArgumentException e) {
            places.add(directoryOf(part.publication()));
            lost.putIfAbsent(part.publication(), e instanceof IOException io ? io : new IOException(e));
        }
    }

    /**
     * Returns a published file or directory.
     *
     * @throws EnvironmentException if a path leaves the directory of the publication, or the agent has sent more files
     *     than are kept
     * @throws IOException if a part could not be written
     */
    synchronized Path get(Message.FilePublished file) throws IOException {
        long publication = file.publication();
        places.add(directoryOf(publication));
        if (isFull()) {
            throw Failure.invalid("Cannot keep the published file " + InvalidMessageException.quote(file.name()))
                    .because("the tests of this environment publish more than " + limits.files() + " files or "
                            + limits.bytes() + " bytes")
                    .remedy("Publish less")
                    .exception(EnvironmentException::new);
        }
        if (refused.containsKey(publication)) {
            throw refused.get(publication);
        }
        if (lost.containsKey(publication)) {
            throw lost.get(publication);
        }
        Path published = place(publication, file.name());
        if (!directoryOf(publication).equals(published.getParent())) {
            throw refusal(file.name());
        }
        // An empty directory has no parts.
        return Files.exists(published) ? published : Files.createDirectories(published);
    }

    /**
     * Returns what the agent has measured, of a kind; empty if it has sent nothing.
     *
     * @param path one of the paths of {@link Message.FilePart}
     * @throws IOException if a part could not be written, or the agent has sent more files than are kept
     */
    synchronized Optional<Path> coverage(String path) throws IOException {
        if (isFull()) {
            throw new IOException("the agent has sent too many files");
        }
        if (lost.containsKey(Message.FilePart.COVERAGE)) {
            throw lost.get(Message.FilePart.COVERAGE);
        }
        return Optional.of(place(Message.FilePart.COVERAGE, path))
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Once the limits are exceeded, nothing is kept any more: a file could lack a part. */
    private boolean isFull() {
        return bytes > limits.bytes() || places.size() > limits.files();
    }

    private Path directoryOf(long publication) {
        return directory.resolve(Long.toString(publication));
    }

    private Path place(long publication, String path) {
        String[] names = path.split("/", -1);
        if (path.length() > MAX_PATH
                || names.length > MAX_DEPTH
                || !Arrays.stream(names).allMatch(name -> NAME.matcher(name).matches())) {
            throw refusal(path);
        }
        return directoryOf(publication).resolve(path);
    }

    private static DiagnosedException refusal(String path) {
        return Failure.invalid("Cannot keep the published file " + InvalidMessageException.quote(path))
                .because("its path leaves its directory or is too long")
                .remedy("Publish files through JUnit's TestReporter")
                .exception(EnvironmentException::new);
    }
}
