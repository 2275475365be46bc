package io.bpfiterator.harness.environment;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * A class path with its jars before its directories, which finds what the original one does.
 *
 * <p>A JVM archives the classes of jars alone, and of a class path that begins with the same ones.
 */
record CdsClassPath(List<Path> jars, List<Path> directories) {

    /** What is looked for in all jars and directories, in whatever order they come, or is not looked for at all. */
    private static final List<String> IN_EACH = List.of(
            "META-INF/services/",
            "META-INF/MANIFEST.MF",
            "META-INF/maven/",
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            "META-INF/DEPENDENCIES",
            "module-info.class");

    static CdsClassPath of(List<Path> classPath) {
        return new CdsClassPath(
                classPath.stream().filter(path -> !Files.isDirectory(path)).toList(),
                classPath.stream().filter(Files::isDirectory).toList());
    }

    List<Path> classPath() {
        return Stream.concat(jars.stream(), directories.stream()).toList();
    }

    boolean hasInDirectory(String file) {
        return directories.stream().anyMatch(directory -> Files.exists(directory.resolve(file)));
    }

    /** Returns a file of a directory's that a jar has too, so that the order of the two makes a difference. */
    Optional<String> inBoth() {
        try {
            List<String> names = new ArrayList<>();
            for (Path directory : directories) {
                names.addAll(files(directory));
            }
            for (Path jar : jars) {
                Optional<String> found = inBoth(jar, names);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The tests' class path can't be read: " + e + "; build the project again", e);
        }
    }

    private static Optional<String> inBoth(Path jar, List<String> names) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return names.stream().filter(name -> file.getEntry(name) != null).findFirst();
        } catch (ZipException e) {
            // A JVM passes over what is no jar too.
            return Optional.empty();
        }
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .filter(name -> IN_EACH.stream().noneMatch(name::startsWith))
                    .toList();
        }
    }
}
