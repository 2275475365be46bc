// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
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
 * Reorders a class path for class-data sharing: jars first, then directories.
 *
 * <p>A JVM archives only classes of jars, and uses an archive only if the class path starts with the same jars. The
 * order makes no difference unless {@link #fileInDirectoryAndJar} finds a file.
 */
public record CdsClassPath(List<Path> jars, List<Path> directories) {

    /** Files whose order is irrelevant: they are looked up in all jars and directories, or not at all. */
    private static final List<String> ORDER_IRRELEVANT = List.of(
            "META-INF/services/",
            "META-INF/MANIFEST.MF",
            "META-INF/maven/",
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            "META-INF/DEPENDENCIES",
            "module-info.class");

    public static CdsClassPath of(List<Path> classPath) {
        return new CdsClassPath(
                classPath.stream().filter(path -> !Files.isDirectory(path)).toList(),
                classPath.stream().filter(Files::isDirectory).toList());
    }

    public List<Path> classPath() {
        return Stream.concat(jars.stream(), directories.stream()).toList();
    }

    public boolean hasInDirectory(String file) {
        return directories.stream().anyMatch(directory -> Files.exists(directory.resolve(file)));
    }

    /** Returns the name of a file that a directory and a jar both contain, so that their order matters. */
    public Optional<String> fileInDirectoryAndJar() {
        try {
            List<String> names = new ArrayList<>();
            for (Path directory : directories) {
                names.addAll(files(directory));
            }
            for (Path jar : jars) {
                Optional<String> found = oneOf(names, jar);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw Failure.failed("Cannot read the class path of the tests")
                    .because(e)
                    .remedy("Build the project again")
                    .exception(EnvironmentException::new);
        }
    }

    private static Optional<String> oneOf(List<String> names, Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return names.stream().filter(name -> file.getEntry(name) != null).findFirst();
        } catch (ZipException e) {
            // A JVM, too, ignores a file that is not a jar.
            return Optional.empty();
        }
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .filter(name -> ORDER_IRRELEVANT.stream().noneMatch(name::startsWith))
                    .toList();
        }
    }
}
