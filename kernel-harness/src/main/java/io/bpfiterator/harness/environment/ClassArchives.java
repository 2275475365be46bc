package io.bpfiterator.harness.environment;

import io.bpfiterator.clang.CompilerOptions;
import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps archives of the classes that an agent takes, for its JVM to map: on an emulated processor it takes seconds to read
 * them from their jars, check and link them.
 *
 * <p>An archive is for one Java and one set of jars, and is made by a {@code Rehearsal} on this machine's own processor. Those
 * that no run has used for two weeks are removed when one is made, and all but the ten that were used last. Where none can be made, the JVM starts without.
 */
public final class ClassArchives {

    private static final Duration UNUSED_LIMIT = Duration.ofDays(14);
    private static final int KEPT = 10;

    private final Path directory;
    private final Consumer<String> log;

    ClassArchives(Path directory, Consumer<String> log) {
        this.directory = directory;
        this.log = log;
    }

    /** Keeps them in {@code archives} of this user's cache; {@code log} gets a line for one that is made, or can't be. */
    public static ClassArchives ofThisUser(Consumer<String> log) {
        return new ClassArchives(CompilerOptions.fromSystemProperties().cache().resolve("archives"), log);
    }

    /**
     * Returns a launch of the same agent that starts from an archive, which is made now if need be; or the launch as it is,
     * where there can be none.
     *
     * @param java the environment's {@code java}, which can run here too
     */
    public AgentLaunch applyTo(AgentLaunch launch, Path java) {
        List<ArchiveKind> kinds = kindsKnownTo(java);
        if (kinds.isEmpty()) {
            return without(launch, "the file release beside the directory of " + java + " tells of no JDK 17 or newer");
        }
        JarsFirst classPath = JarsFirst.of(launch.classPath());
        if (classPath.hasInDirectory(RehearsalEnd.CLASS_FILE)) {
            return without(
                    launch, "the kernel harness is in a directory of the class path, and a JVM archives jars alone");
        }
        Optional<String> inBoth = classPath.inBoth();
        if (inBoth.isPresent()) {
            return without(launch, "a directory and a jar of the class path both have " + inBoth.get());
        }
        ArchivedClasses classes = ArchivedClasses.of(launch, java, classPath.jars());
        // Environments start at once, and one archive is enough for them all.
        synchronized (ClassArchives.class) {
            for (ArchiveKind kind : kinds) {
                Optional<Path> archive = archive(kind, classes);
                if (archive.isPresent()) {
                    return launch.with(kind.using(archive.get()), classPath.classPath());
                }
            }
        }
        return launch;
    }

    private AgentLaunch without(AgentLaunch launch, String reason) {
        log.accept("No archive of classes: " + reason);
        return launch;
    }

    private Optional<Path> archive(ArchiveKind kind, ArchivedClasses classes) {
        try {
            Path archive = Files.createDirectories(directory).resolve(classes.key() + kind.suffix());
            if (!Files.exists(archive)) {
                removeUnused();
                log.accept("Making an archive of the agent's classes, once for this Java and these jars");
                Optional<String> problem = make(archive, kind, classes);
                if (problem.isPresent()) {
                    log.accept("No archive of classes: " + problem.get());
                    return Optional.empty();
                }
            }
            Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
            return Optional.of(archive);
        } catch (IOException e) {
            throw new BpfException(
                    "The archives of classes in " + directory + " can't be kept: " + e + "; make room, or name another"
                            + " directory with -Dbpfiterator.cache=DIRECTORY",
                    e);
        }
    }

    /** Returns why there is none; a JVM writes one at its end even if it has found no class to run. */
    private Optional<String> make(Path archive, ArchiveKind kind, ArchivedClasses classes) throws IOException {
        Path unfinished = Files.createTempDirectory(directory, "unfinished");
        try {
            Path made = unfinished.resolve("made");
            List<String> arguments = new ArrayList<>(kind.making(made));
            arguments.add("-D" + ThisJvm.CACHE + "=" + directory.getParent());
            RehearsalEnd end = RehearsalEnd.of(classes.command(arguments));
            if (!end.isWhole() || !Files.exists(made)) {
                return Optional.of(end.words());
            }
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
            return Optional.empty();
        } finally {
            RunDirectory.delete(unfinished);
        }
    }

    /** Each build makes other jars, and an archive of them is some 20 MB. */
    private void removeUnused() throws IOException {
        Instant limit = Instant.now().minus(UNUSED_LIMIT);
        List<Path> latestFirst = new ArrayList<>(files());
        latestFirst.sort(Comparator.comparing(ClassArchives::lastUse).reversed());
        for (int i = 0; i < latestFirst.size(); i++) {
            Path file = latestFirst.get(i);
            boolean unused = lastUse(file).isBefore(limit);
            if (!Files.isDirectory(file) && (unused || i >= KEPT - 1)) {
                Files.deleteIfExists(file);
            } else if (Files.isDirectory(file) && unused) {
                RunDirectory.delete(file);
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

    private static List<ArchiveKind> kindsKnownTo(Path java) {
        int version = version(java);
        return Stream.of(ArchiveKind.values())
                .filter(kind -> kind.isKnownTo(version))
                .toList();
    }

    /** Returns a Java's feature version, as its file {@code release} tells it; 0 where none does. */
    private static int version(Path java) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(java.toRealPath().getParent().resolveSibling("release"))) {
            release.load(in);
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return version.isEmpty() ? 0 : Runtime.Version.parse(version).feature();
        } catch (IOException | IllegalArgumentException e) {
            // Not a JDK's layout: then we don't know which options it takes.
            return 0;
        }
    }
}
