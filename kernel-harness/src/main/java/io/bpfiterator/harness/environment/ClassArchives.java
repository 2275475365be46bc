package io.bpfiterator.harness.environment;

import io.bpfiterator.clang.CompilerOptions;
import io.bpfiterator.kernel.BpfException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps archives of the classes that an agent takes, for its JVM to map: on an emulated processor it takes seconds to read
 * them from their jars, check and link them.
 *
 * <p>An archive is for one Java and one set of jars, and is made by a {@code Rehearsal} on this machine's own processor. Those
 * that no run has used for two weeks are removed when one is made. Where none can be made, the JVM starts without.
 */
public final class ClassArchives {

    private static final String REHEARSAL = "io.bpfiterator.harness.agent.Rehearsal";

    private static final Duration MAKING_LIMIT = Duration.ofMinutes(2);
    private static final Duration UNUSED_LIMIT = Duration.ofDays(14);

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
        JarsFirst classPath = JarsFirst.of(launch.classPath());
        Optional<String> inBoth = classPath.inBoth();
        if (inBoth.isPresent()) {
            log.accept("No archive of classes: a directory and a jar of the class path both have " + inBoth.get());
            return launch;
        }
        synchronized (ClassArchives.class) {
            int version = version(java);
            return Stream.of(ArchiveKind.values())
                    .filter(kind -> kind.isKnownTo(version))
                    .flatMap(kind -> archive(kind, java, classPath.jars(), launch).stream()
                            .map(archive -> launch.with(kind.using(archive), classPath.classPath())))
                    .findFirst()
                    .orElse(launch);
        }
    }

    private Optional<Path> archive(ArchiveKind kind, Path java, List<Path> jars, AgentLaunch launch) {
        List<String> arguments = launch.jvmArguments().stream()
                .filter(argument -> argument.startsWith("-XX:") || argument.startsWith("--"))
                .toList();
        try {
            Path archive = Files.createDirectories(directory).resolve(key(java, jars, arguments) + kind.suffix());
            if (!Files.exists(archive)) {
                removeUnused();
                if (!make(archive, kind, java, jars, arguments)) {
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

    /** A JVM compares the jars' sizes and times too, and would leave an archive of others aside. */
    private static String key(Path java, List<Path> jars, List<String> arguments) throws IOException {
        List<String> parts = new ArrayList<>(arguments);
        for (Path file :
                Stream.concat(Stream.of(java.toRealPath()), jars.stream()).toList()) {
            parts.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private boolean make(Path archive, ArchiveKind kind, Path java, List<Path> jars, List<String> arguments)
            throws IOException {
        Path scratch = Files.createTempDirectory(directory, "unfinished");
        try {
            Path made = scratch.resolve("made");
            List<String> command = new ArrayList<>(List.of(java.toString()));
            command.addAll(arguments);
            command.addAll(kind.making(made));
            command.addAll(List.of(
                    "-D" + ThisJvm.CACHE + "=" + directory.getParent(),
                    "-classpath",
                    jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                    REHEARSAL,
                    scratch.resolve("socket").toString(),
                    scratch.resolve("published").toString()));
            String problem = run(command, scratch.resolve("output"));
            if (!Files.exists(made)) {
                log.accept("No archive of classes: " + problem);
                return false;
            }
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            RunDirectory.delete(scratch);
        }
    }

    /** Returns what the rehearsal says of itself, should there be no archive in the end. */
    private String run(List<String> command, Path output) throws IOException {
        log.accept("Making an archive of the agent's classes, once for this Java and these jars");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(MAKING_LIMIT.toSeconds(), TimeUnit.SECONDS);
            String last = Files.readString(output, StandardCharsets.UTF_8).strip();
            return (ended ? "exit status " + process.exitValue() : "not made in " + MAKING_LIMIT.toSeconds() + " s")
                    + (last.isEmpty() ? "" : ": " + last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void removeUnused() throws IOException {
        Instant limit = Instant.now().minus(UNUSED_LIMIT);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    RunDirectory.delete(file);
                }
            }
        }
    }

    /** Returns a Java's feature version, as its file {@code release} tells it; 0 where none does. */
    private static int version(Path java) {
        try {
            Properties release = new Properties();
            try (var in = Files.newInputStream(java.toRealPath().getParent().resolveSibling("release"))) {
                release.load(in);
            }
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return version.isEmpty() ? 0 : Runtime.Version.parse(version).feature();
        } catch (IOException | IllegalArgumentException e) {
            // Not a JDK's layout: then we don't know which options it takes.
            return 0;
        }
    }
}
