package io.bpfiterator.harness.environment;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.wire.Message;
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
 * Writes the files that an agent sends to a directory that no environment sees. All are regular files that are not
 * executable; their names are the agent's, and are checked.
 */
final class ReceivedFiles {

    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\x00]+");

    private final Path directory;

    /** Why a publication can't be kept, by its number. */
    private final Map<Long, DiagnosedException> refused = new ConcurrentHashMap<>();

    private final Map<Long, IOException> lost = new ConcurrentHashMap<>();

    /** @param directory is made when there is a file */
    ReceivedFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes a part of a file; if that fails, {@link #get} says so. */
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
     * Returns the file or directory that has been published.
     *
     * @throws EnvironmentException if a name is not one of a file below the published one
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
        if (!published.getParent().equals(directoryOf(publication))) {
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
        return new EnvironmentException(
                "The file \"" + path + "\" is not kept: its path leaves the directory of the published"
                        + " file. Publish files through JUnit's TestReporter.");
    }
}
