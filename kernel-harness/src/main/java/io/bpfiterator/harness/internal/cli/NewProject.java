// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a new project. They are resources of this jar; those for Maven and Java are the quick-start example. */
final class NewProject {

    private static final String RESOURCES = "init/";
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>bpf-iterator-kernel-harness</artifactId>\\s*<version>([^<]*)</version>");

    /** What the files say before the first release: how a build obtains the jars from a checkout. */
    private static final Pattern BEFORE_RELEASE = Pattern.compile(
            "[\\n]There is no release of bpf-iterator yet\\..*"
                    + "|      # Until there is a release:.*? install\\n"
                    + "| *mavenLocal [^\\n]*\\n",
            Pattern.DOTALL);

    private static final String MAVEN_TEST = "mvn test";
    private static final String GRADLE_TEST = "gradle test";

    /** A step of the workflow before the one that runs the tests: Debian's Gradle is too old. */
    private static final String SETUP_GRADLE = """
                  - uses: gradle/actions/setup-gradle@v4
                    with:
                      gradle-version: "8.14"
            """;

    /** A repository without a commit, as a CI service or {@code git init} creates it, is not in the way. */
    private static final Path GIT = Path.of(".git");

    private final boolean gradle;
    private final boolean kotlin;

    NewProject(boolean gradle, boolean kotlin) {
        this.gradle = gradle;
        this.kotlin = kotlin;
    }

    /** Returns the version of bpf-iterator that the project requires. */
    String version() {
        Matcher matcher = VERSION.matcher(resource("pom.xml"));
        if (!matcher.find()) {
            throw new IllegalStateException("The quick start's pom.xml does not depend on the kernel harness");
        }
        return matcher.group(1);
    }

    /** Returns whether bpf-iterator must be in the local repository, because no other repository has this version. */
    boolean requiresInstallation() {
        return version().endsWith("-SNAPSHOT");
    }

    String testCommand() {
        return gradle ? GRADLE_TEST : MAVEN_TEST;
    }

    /** Returns the resource of each file. */
    private Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(".gitignore", gradle ? "gradle/gitignore" : "gitignore");
        files.put("README.md", "README.md");
        files.put(".github/workflows/bpf.yml", "github.yml");
        if (gradle) {
            files.put("settings.gradle.kts", "gradle/settings.gradle.kts");
            files.put("build.gradle.kts", kotlin ? "kotlin/build.gradle.kts" : "gradle/build.gradle.kts");
        } else {
            files.put("pom.xml", kotlin ? "kotlin/pom.xml" : "pom.xml");
        }
        if (kotlin) {
            files.put("src/test/kotlin/org/example/TasksTest.kt", "kotlin/TasksTest.kt");
        } else {
            files.put("src/test/java/org/example/TasksTest.java", "src/test/java/org/example/TasksTest.java");
        }
        String program = "src/test/resources/org/example/tasks.bpf.c";
        files.put(program, program);
        return files;
    }

    /**
     * Writes the files, and returns the absolute path of the directory.
     *
     * @throws EnvironmentException if the directory is not empty, or a file cannot be written
     */
    Path write(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            requireEmpty(root);
            for (Map.Entry<String, String> file : files().entrySet()) {
                Path path = root.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, content(file.getValue()));
            }
            return root;
        } catch (IOException | DirectoryIteratorException e) {
            throw Failure.failed("Cannot write a project to " + root)
                    .because(e)
                    .remedy("Name a directory that this user may write with --directory")
                    .exception(EnvironmentException::new);
        }
    }

    private static void requireEmpty(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            Optional<Path> first =
                    entries.filter(entry -> !entry.endsWith(GIT)).sorted().findFirst();
            if (first.isPresent()) {
                throw Failure.invalid("Cannot write a project to " + root)
                        .because("the directory is not empty: it has "
                                + first.get().getFileName())
                        .remedy("Name an empty directory with --directory")
                        .exception(EnvironmentException::new);
            }
        }
    }

    /** Returns a resource; README.md and the workflow name the command of the build. */
    private String content(String name) {
        String text = requiresInstallation() ? resource(name) : afterRelease(resource(name));
        return gradle
                ? text.replace("      - run: mvn --batch-mode test", SETUP_GRADLE + "      - run: " + GRADLE_TEST)
                        .replace(MAVEN_TEST + "\n", GRADLE_TEST + "    # Gradle 8.14 or 9\n")
                        .replace(MAVEN_TEST, GRADLE_TEST)
                        .replace("target/", "build/")
                : text;
    }

    /** Returns a file without what is true only before the release. */
    static String afterRelease(String text) {
        return BEFORE_RELEASE.matcher(text).replaceAll("");
    }

    static String resource(String name) {
        try (InputStream in = NewProject.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks the resource " + RESOURCES + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
