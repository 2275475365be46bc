package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Writes the files that an agent sends to a directory that no environment can access. All are regular files without
 * execute permission. Their names come from the agent and are not trusted.
 */
final class ReceivedFiles {

    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\x00]+");

    private final Path directory;

    /** The failures of publications with invalid paths, by number. */
    private final Map<Long, DiagnosedException> refused = new ConcurrentHashMap<>();

    private final Map<Long, IOException> lost = new ConcurrentHashMap<>();

    /** @param directory the directory, which is created with the first file */
    ReceivedFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes a part of a file. If that fails, {@link #get} throws the failure. */
    void add(Message.FilePart part) {
        try {
            Path file = place(part.publication(), part.path());
            Files.createDirectories(file.getParent());
            Files.write(
                    file,
                    Base64.getDecoder().decode(part.base64()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (DiagnosedException e) {
            refused.putIfAbsent(part.publication(), e);
        } catch (IOException | IllegalArgumentException e) {
            lost.putIfAbsent(part.publication(), e instanceof IOException io ? io : new IOException(e));
        }
    }

    /**
     * Returns a published file or directory.
     *
     * @throws EnvironmentException if a path leaves the directory of the publication
     * @throws IOException if a part could not be written
     */
    Path get(Message.FilePublished file) throws IOException {
        long publication = file.publication();
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

    private Path directoryOf(long publication) {
        return directory.resolve(Long.toString(publication));
    }

    private Path place(long publication, String path) {
        if (!Arrays.stream(path.split("/", -1))
                .allMatch(name -> NAME.matcher(name).matches())) {
            throw refusal(path);
        }
        return directoryOf(publication).resolve(path);
    }

    private static DiagnosedException refusal(String path) {
        return Failure.invalid("Cannot keep the published file \"" + path + "\"")
                .because("its path leaves its directory")
                .remedy("Publish files through JUnit's TestReporter")
                .exception(EnvironmentException::new);
    }
}
