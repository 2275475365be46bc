// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds and reads the files of this project, for tests that compare code and documentation. */
public final class TextFiles {

    private TextFiles() {}

    /** Returns the regular files below a directory. */
    public static Stream<Path> below(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the files below a directory whose names have an ending. */
    public static Stream<Path> below(Path directory, String ending) {
        return below(directory).filter(file -> file.toString().endsWith(ending));
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
