// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.support.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars of bpf-iterator that a user's project uses: those of this build, or those of a release. */
interface UserJars {

    String version();

    /** Returns the jar of the command. */
    Path command();

    /** Returns what a pom requires to find these jars, after its properties. */
    String repositories();

    /** Returns the options with which Maven uses these jars. */
    List<String> options() throws IOException;

    static UserJars ofThisBuild() {
        return new OfThisBuild();
    }

    /**
     * Returns the jars of a release that has been deployed into a repository.
     *
     * @param release the directory that {@code scripts/release} has written
     */
    static UserJars ofRelease(Path release, String version) {
        // Maven would not look for a released version again.
        FileTree.deleteIfPossible(OfRelease.LOCAL_REPOSITORY.resolve("io/bpfiterator"));
        return new OfRelease(release, version);
    }

    /** Creates a local repository without bpf-iterator; links to the build's repository save downloads. */
    private static Path emptyRepository(Path repository) throws IOException {
        Path existing = Path.of(System.getProperty("local.repository"));
        link(existing, repository, "io");
        link(existing.resolve("io"), repository.resolve("io"), "bpfiterator");
        return repository;
    }

    private static void link(Path from, Path to, String except) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Path link = to.resolve(entry.getFileName());
                if (!link.endsWith(except) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, entry);
                }
            }
        }
    }

    /** The jars that this build has made, as {@code mvn install} would put them into a local repository. */
    record OfThisBuild() implements UserJars {

        private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
        private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");

        @Override
        public String version() {
            Matcher first = VERSION.matcher(TextFiles.read(ROOT.resolve("pom.xml")));
            first.find();
            return first.group(1);
        }

        @Override
        public Path command() {
            return ROOT.resolve("kernel-harness/target/bpf-iterator.jar");
        }

        @Override
        public String repositories() {
            return "";
        }

        @Override
        public List<String> options() throws IOException {
            Path repository =
                    emptyRepository(Path.of("target", "quickstart-repository").toAbsolutePath());
            install(repository, "bpf-iterator", ROOT);
            install(repository, "bpf-iterator-extension", ROOT.resolve("extension"));
            install(repository, "bpf-iterator-kernel-harness", ROOT.resolve("kernel-harness"));
            return List.of("-Dmaven.repo.local=" + repository);
        }

        private void install(Path repository, String artifact, Path module) throws IOException {
            Path directory = repository.resolve(Path.of("io", "bpfiterator", artifact, version()));
            String name = artifact + "-" + version();
            Files.createDirectories(directory);
            Files.copy(
                    module.resolve("pom.xml"), directory.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
            Path jar = module.resolve("target").resolve(name + ".jar");
            if (Files.exists(jar)) {
                Files.copy(jar, directory.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** A release, whose repository is the only one that has its jars. */
    record OfRelease(Path release, String version) implements UserJars {

        private static final Path LOCAL_REPOSITORY =
                Path.of("target", "release-repository").toAbsolutePath();

        @Override
        public Path command() {
            return release.resolve("bpf-iterator-" + version + ".jar");
        }

        @Override
        public List<String> options() throws IOException {
            return List.of("-Dmaven.repo.local=" + emptyRepository(LOCAL_REPOSITORY));
        }

        @Override
        public String repositories() {
            return """
                      <repositories>
                        <repository>
                          <id>release</id>
                          <url>%s</url>
                        </repository>
                      </repositories>
                    """.formatted(release.resolve("repository").toUri());
        }
    }
}
