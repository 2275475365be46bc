package io.bpfiterator.harness.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps archives of the classes that an agent takes, for its JVM to map: on an emulated processor it takes seconds to read
 * them from their jars, check and link them.
 *
 * <p>An archive is for one Java and one set of jars, and is made by a {@code CdsTrainingRun} on this machine's own processor. Where
 * none can be made, the JVM starts without.
 */
public final class CdsArchives {

    /** Each build makes other jars, and an archive of them is some 20 MB. */
    private static final int KEPT = 10;

    private final FileCache archives;
    private final Consumer<String> log;

    CdsArchives(Path directory, Consumer<String> log) {
        this(new FileCache(directory, KEPT), log);
    }

    private CdsArchives(FileCache archives, Consumer<String> log) {
        this.archives = archives;
        this.log = log;
    }

    /** Keeps them in {@code archives} of this user's cache; {@code log} gets a line for one that is made, or can't be. */
    public static CdsArchives ofThisUser(Consumer<String> log) {
        return new CdsArchives(FileCache.ofThisUser("archives", KEPT), log);
    }

    /**
     * Returns a launch of the same agent that starts from an archive, which is made now if need be; or the launch as it is,
     * where there can be none.
     *
     * @param java the environment's {@code java}, which can run here too
     */
    public AgentLaunch applyTo(AgentLaunch launch, Path java) {
        List<CdsArchiveKind> kinds = kindsKnownTo(java);
        if (kinds.isEmpty()) {
            return without(launch, "the file release beside the directory of " + java + " tells of no JDK 17 or newer");
        }
        CdsClassPath classPath = CdsClassPath.of(launch.classPath());
        if (classPath.hasInDirectory(CdsTrainingResult.CLASS_FILE)) {
            return without(
                    launch, "the kernel harness is in a directory of the class path, and a JVM archives jars alone");
        }
        Optional<String> inBoth = classPath.inBoth();
        if (inBoth.isPresent()) {
            return without(launch, "a directory and a jar of the class path both have " + inBoth.get());
        }
        CdsArchiveInputs classes = CdsArchiveInputs.of(launch, java, classPath.jars());
        // Environments start at once, and one archive is enough for them all.
        synchronized (CdsArchives.class) {
            for (CdsArchiveKind kind : kinds) {
                Optional<Path> archive = archive(kind, classes);
                if (archive.isPresent()) {
                    return launch.with(kind.using(archive.get()))
                            .withClassPath(classPath.classPath())
                            .reading(archive.get());
                }
            }
        }
        return launch;
    }

    private AgentLaunch without(AgentLaunch launch, String reason) {
        log.accept("No archive of classes: " + reason);
        return launch;
    }

    private Optional<Path> archive(CdsArchiveKind kind, CdsArchiveInputs classes) {
        try {
            String name = classes.key() + kind.suffix();
            Optional<Path> archive = archives.find(name);
            if (archive.isPresent()) {
                return archive;
            }
            log.accept("Making an archive of the agent's classes, once for this Java and these jars");
            Optional<String> problem = archives.make(name, file -> make(file, kind, classes));
            problem.ifPresent(words -> log.accept("No archive of classes: " + words));
            return archives.find(name);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The archives of classes in " + archives.directory() + " can't be kept: " + e
                            + "; make room, or name another directory with -Dbpfiterator.cache=DIRECTORY",
                    e);
        }
    }

    /** Returns why there is none; a JVM writes one at its end even if it has found no class to run. */
    private Optional<String> make(Path archive, CdsArchiveKind kind, CdsArchiveInputs classes) throws IOException {
        List<String> arguments = new ArrayList<>(kind.making(archive));
        arguments.add(
                "-D" + ExtensionSettings.CACHE + "=" + archives.directory().getParent());
        CdsTrainingResult end = CdsTrainingResult.of(classes.command(arguments));
        if (end.isWhole() && Files.exists(archive)) {
            return Optional.empty();
        }
        Files.deleteIfExists(archive);
        return Optional.of(end.words());
    }

    private static List<CdsArchiveKind> kindsKnownTo(Path java) {
        int version = version(java);
        return Stream.of(CdsArchiveKind.values())
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
