package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A copy of an example project, or a new one, built with Maven outside this build, with the jars that this build has
 * made.
 *
 * @param directory the copy
 */
record UserProject(Path directory) {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String VERSION = "0.1.0-SNAPSHOT";

    /** Copies a directory of {@code examples}. */
    static UserProject copy(String example, Path to) throws IOException {
        Path from = ROOT.resolve("examples").resolve(example);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return new UserProject(to);
    }

    /** Writes a new project with the command, into an empty directory. */
    static UserProject init(Path directory) throws Exception {
        Process command = new ProcessBuilder(
                        ROOT.resolve("kernel-harness/target/bpf-iterator").toString(), "init")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor()).as(output).isZero();
        return new UserProject(directory);
    }

    /** Makes all commands of Maven in the project use the jars of this build. */
    void useThisBuild() throws IOException {
        write(".mvn/maven.config", "-Dmaven.repo.local=" + repositoryWithThisBuild() + "\n-Dbpfiterator.vm.warm=off\n");
    }

    /** Writes a file of the copy. */
    void write(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /** Runs the tests, requires that all of them pass, and returns Maven's output. */
    String testsPass() throws Exception {
        return test(true);
    }

    /** Runs the tests, requires that some of them fail, and returns Maven's output. */
    String testsFail() throws Exception {
        return test(false);
    }

    private String test(boolean pass) throws Exception {
        Path repository = repositoryWithThisBuild();
        Process maven = new ProcessBuilder(
                        "mvn", "--batch-mode", "-Dmaven.repo.local=" + repository, "-Dbpfiterator.vm.warm=off", "test")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        maven.getOutputStream().close();
        String log = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(maven.waitFor() == 0).as(log).isEqualTo(pass);
        return log;
    }

    /** Creates a local repository with this build's jars; links to the build's repository save downloads. */
    private static Path repositoryWithThisBuild() throws IOException {
        Path repository = Path.of("target", "quickstart-repository").toAbsolutePath();
        Path existing = Path.of(System.getProperty("local.repository"));
        link(existing, repository, "io");
        link(existing.resolve("io"), repository.resolve("io"), "bpfiterator");
        install(repository, "bpf-iterator", ROOT);
        install(repository, "bpf-iterator-extension", ROOT.resolve("extension"));
        install(repository, "bpf-iterator-kernel-harness", ROOT.resolve("kernel-harness"));
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

    private static void install(Path repository, String artifact, Path module) throws IOException {
        Path directory = repository.resolve(Path.of("io", "bpfiterator", artifact, VERSION));
        String name = artifact + "-" + VERSION;
        Files.createDirectories(directory);
        Files.copy(module.resolve("pom.xml"), directory.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        Path jar = module.resolve("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, directory.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
