// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs of commands, as a shell does. */
public final class SearchPath {

    private SearchPath() {}

    /** Returns the directories in which commands are searched for, separated by colons. */
    public static String directories() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    }

    /**
     * Finds the file of a command.
     *
     * @param command a name to search for in {@code PATH}, or a path with a slash
     * @return the first regular file of this name that this user can execute; empty if there is no such file
     */
    public static Optional<Path> find(String command) {
        Stream<Path> candidates = command.contains("/")
                ? Stream.of(Path.of(command))
                : Arrays.stream(directories().split(":"))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, command));
        return candidates
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
