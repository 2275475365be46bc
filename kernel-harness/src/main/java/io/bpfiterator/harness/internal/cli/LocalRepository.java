// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The local repository into which {@code mvn install} puts artifacts. */
final class LocalRepository {

    private static final Pattern SETTING = Pattern.compile("<localRepository>\\s*([^<]*?)\\s*</localRepository>");
    private static final Path HARNESS = Path.of("io", "bpfiterator", "bpf-iterator-kernel-harness");

    private final Path directory;

    LocalRepository(Path directory) {
        this.directory = directory;
    }

    /** Finds the repository as Maven does: in the user's settings, otherwise in the home directory that Java names. */
    static LocalRepository ofThisUser() {
        Path maven = Path.of(System.getProperty("user.home"), ".m2");
        return new LocalRepository(
                setting(maven.resolve("settings.xml")).map(Path::of).orElse(maven.resolve("repository")));
    }

    private static Optional<String> setting(Path settings) {
        try {
            Matcher matcher = SETTING.matcher(Files.readString(settings));
            return matcher.find()
                    ? Optional.of(matcher.group(1).replace("${user.home}", System.getProperty("user.home")))
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** Returns the directory of the repository if it lacks a version of the harness. */
    Optional<Path> lacking(String version) {
        return Files.isDirectory(directory.resolve(HARNESS).resolve(version))
                ? Optional.empty()
                : Optional.of(directory);
    }
}
