// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.expected;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the source directory of a test class that a build has compiled. */
final class SourceTree {

    private SourceTree() {}

    /** Returns the directory of the build's output in which a class is, or the jar; empty if it is elsewhere. */
    static Optional<Path> locationOf(Class<?> type) {
        @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null || source.getLocation() == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the source file of a resource: an existing one, or else one in {@code src/test/resources}. A source set
     * of Gradle has the name of the directory of its classes.
     *
     * @param location the directory with the classes, {@code target/test-classes} or {@code build/classes/java/test}
     * @param resource the path of the resource from the root of the class path
     * @return empty if no directory above the classes has sources
     */
    static Optional<Path> fileOf(String resource, Path location) {
        return ancestors(location)
                .flatMap(directory -> Stream.of(location.getFileName().toString(), "test")
                        .map(sourceSet -> directory.resolve("src").resolve(sourceSet)))
                .filter(Files::isDirectory)
                .findFirst()
                .map(sources -> Stream.of("resources", "java", "kotlin")
                        .map(kind -> sources.resolve(kind).resolve(resource).normalize())
                        .filter(Files::exists)
                        .findFirst()
                        .orElseGet(() ->
                                sources.resolve("resources").resolve(resource).normalize()));
    }

    private static Stream<Path> ancestors(Path location) {
        return Stream.iterate(location.getParent(), directory -> directory != null, Path::getParent);
    }
}
