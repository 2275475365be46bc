// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Creates jars and directories of classes. */
public final class Jars {

    private Jars() {}

    /** Creates a jar with the contents of a directory. */
    public static Path of(Path directory, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(directory.relativize(path).toString()));
                entries.write(Files.readAllBytes(path));
            }
        }
        return jar;
    }

    /** Creates a jar with files of these names. */
    public static Path with(Path jar, String... names) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            for (String name : names) {
                entries.putNextEntry(new JarEntry(name));
                entries.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    /** Creates a directory with files of these names. */
    public static Path directoryWith(Path directory, String... names) throws IOException {
        Files.createDirectories(directory);
        for (String name : names) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
        return directory;
    }
}
