// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.internal.cache.FileCache;
import io.bpfiterator.internal.failure.Failure;
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
 * Caches class-data sharing archives (CDS archives or AOT caches) of the classes that an agent loads. Without an
 * archive, a JVM on an emulated CPU needs seconds to read the classes from their jars, verify and link them.
 *
 * <p>An archive is specific to a Java and a set of jars. A {@code CdsTrainingRun} on this machine's own CPU creates it.
 * If that fails, the agent starts without an archive.
 */
public final class CdsArchives {

    /** Each build creates other jars, and an archive takes about 20 MB. */
    private static final int MAX_ARCHIVES = 10;

    private static final String NO_ARCHIVE = "The agent starts without a class-data sharing archive: ";

    private final FileCache archives;
    private final Consumer<String> log;

    CdsArchives(Path directory, Consumer<String> log) {
        this(new FileCache(directory, MAX_ARCHIVES), log);
    }

    private CdsArchives(FileCache archives, Consumer<String> log) {
        this.archives = archives;
        this.log = log;
    }

    /** Returns the archives in this user's cache. {@code log} receives a line when one is created or cannot be. */
    public static CdsArchives ofThisUser(Consumer<String> log) {
        return new CdsArchives(FileCache.ofThisUser("archives", MAX_ARCHIVES), log);
    }

    /**
     * Returns a launch of the same agent with an archive, which is created if necessary; or the same launch if no
     * archive can be used.
     *
     * @param java the {@code java} of the environment, which this machine can run as well
     */
    public AgentLaunch applyTo(AgentLaunch launch, Path java) {
        List<CdsArchiveKind> kinds = kindsSupportedBy(java);
        if (kinds.isEmpty()) {
            return without(
                    launch,
                    java + " does not belong to a JDK 17 or newer, as far as the file release of its JDK shows");
        }
        CdsClassPath classPath = CdsClassPath.of(launch.classPath());
        if (classPath.hasInDirectory(CdsTrainingResult.CLASS_FILE)) {
            return without(
                    launch,
                    "the kernel harness is in a directory of the class path, and a JVM archives only classes of jars");
        }
        Optional<String> ambiguous = classPath.fileInDirectoryAndJar();
        if (ambiguous.isPresent()) {
            return without(launch, "a directory and a jar of the class path both contain " + ambiguous.get());
        }
        CdsArchiveInputs inputs = CdsArchiveInputs.of(launch, java, classPath.jars());
        // Environments start in parallel, and share one archive.
        synchronized (CdsArchives.class) {
            for (CdsArchiveKind kind : kinds) {
                Optional<Path> archive = archive(kind, inputs);
                if (archive.isPresent()) {
                    return launch.with(kind.useArguments(archive.get()))
                            .withClassPath(classPath.classPath())
                            .withOtherFile(archive.get());
                }
            }
        }
        return launch;
    }

    private AgentLaunch without(AgentLaunch launch, String reason) {
        log.accept(NO_ARCHIVE + reason);
        return launch;
    }

    private Optional<Path> archive(CdsArchiveKind kind, CdsArchiveInputs inputs) {
        try {
            String name = inputs.key() + kind.suffix();
            Optional<Path> archive = archives.find(name);
            if (archive.isPresent()) {
                return archive;
            }
            log.accept("Creating a class-data sharing archive for the agent, once for this Java and these jars");
            Optional<String> problem = archives.create(name, file -> create(file, kind, inputs));
            problem.ifPresent(reason -> log.accept(NO_ARCHIVE + reason));
            return archives.find(name);
        } catch (IOException e) {
            throw Failure.failed("Cannot keep a class-data sharing archive in " + archives.directory())
                    .because(e)
                    .remedy("Free space there, or choose another directory with -D" + ExtensionSettings.CACHE
                            + "=DIRECTORY")
                    .exception(EnvironmentException::new);
        }
    }

    /**
     * Creates an archive, and returns why that failed; empty if it succeeded. The training run must succeed as well: a
     * JVM writes an archive even if it does not find the main class.
     */
    private Optional<String> create(Path archive, CdsArchiveKind kind, CdsArchiveInputs inputs) throws IOException {
        List<String> arguments = new ArrayList<>(kind.createArguments(archive));
        arguments.add(
                "-D" + ExtensionSettings.CACHE + "=" + archives.directory().getParent());
        CdsTrainingResult result = CdsTrainingResult.of(inputs.command(arguments));
        if (result.succeeded() && Files.exists(archive)) {
            return Optional.empty();
        }
        Files.deleteIfExists(archive);
        return Optional.of(result.message());
    }

    static List<CdsArchiveKind> kindsSupportedBy(Path java) {
        int version = version(java);
        return Stream.of(CdsArchiveKind.values())
                .filter(kind -> kind.isSupportedBy(version))
                .toList();
    }

    /** Returns the feature version of a Java from the file {@code release} of its JDK; 0 if that cannot be read. */
    private static int version(Path java) {
        Properties release = new Properties();
        try (InputStream in =
                Files.newInputStream(java.toRealPath().resolve("../../release").normalize())) {
            release.load(in);
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return version.isEmpty() ? 0 : Runtime.Version.parse(version).feature();
        } catch (IOException | IllegalArgumentException e) {
            // Not the layout of a JDK, so its options are unknown.
            return 0;
        }
    }
}
