package io.bpfiterator.harness.environment;

import io.bpfiterator.clang.CompilerOptions;
import io.bpfiterator.internal.files.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps files that take long to make, for later runs. A file's name says what it is made of, so that it is another one for
 * anything else, and none ever changes.
 *
 * <p>Those that no run has used for two weeks are removed when one is made, and all but the ones that were used last.
 */
public final class FileCache {

    private static final Duration UNUSED_LIMIT = Duration.ofDays(14);

    private final Path directory;
    private final int most;

    /** @param most how many are kept */
    public FileCache(Path directory, int most) {
        this.directory = directory;
        this.most = most;
    }

    /** Keeps them in a directory of this user's cache. */
    public static FileCache ofThisUser(String directory, int most) {
        return new FileCache(CompilerOptions.fromSystemProperties().cache().resolve(directory), most);
    }

    /** Makes one file. */
    @FunctionalInterface
    public interface Maker<R> {

        /** Writes the file, or leaves none. */
        R make(Path file) throws IOException;
    }

    /** Returns where they are. */
    public Path directory() {
        return directory;
    }

    /** Returns a name that is another one for other parts. */
    public static String name(List<String> parts) {
        return hash(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a part of a name that is another one for a file that has changed. */
    public static String part(Path file) throws IOException {
        return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    }

    /** Returns a part of a name that is another one for a file that holds anything else, wherever it is. */
    public static String contents(Path file) throws IOException {
        return hash(Files.readAllBytes(file));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns a file that is there, and is used now. */
    public Optional<Path> find(String name) throws IOException {
        Path file = directory.resolve(name);
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Has a file made, and keeps it when it is whole; who finds it meanwhile, finds none. */
    public <R> R make(String name, Maker<R> maker) throws IOException {
        Files.createDirectories(directory);
        removeUnused();
        Path unfinished = Files.createTempDirectory(directory, "unfinished");
        try {
            Path made = unfinished.resolve(name);
            R result = maker.make(made);
            if (Files.exists(made)) {
                Files.move(made, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
            return result;
        } finally {
            FileTree.delete(unfinished);
        }
    }

    /** Removes a file that is of no use. */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    /** Removes all that are whole, and returns how many bytes they took. */
    public long removeAll() throws IOException {
        long bytes = 0;
        if (!Files.exists(directory)) {
            return bytes;
        }
        for (Path file : files()) {
            if (!Files.isDirectory(file)) {
                bytes += file.toFile().length();
                Files.deleteIfExists(file);
            }
        }
        return bytes;
    }

    private void removeUnused() throws IOException {
        Instant limit = Instant.now().minus(UNUSED_LIMIT);
        List<Path> latestFirst = new ArrayList<>(files());
        latestFirst.sort(Comparator.comparing(FileCache::lastUse).reversed());
        for (int i = 0; i < latestFirst.size(); i++) {
            Path file = latestFirst.get(i);
            boolean unused = lastUse(file).isBefore(limit);
            // A directory is one in which another JVM may be making a file.
            if (unused || i >= most - 1 && !Files.isDirectory(file)) {
                FileTree.deleteIfPossible(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** Another JVM may just have removed it, and then it is the oldest. */
    private static Instant lastUse(Path file) {
        return Instant.ofEpochMilli(file.toFile().lastModified());
    }
}
