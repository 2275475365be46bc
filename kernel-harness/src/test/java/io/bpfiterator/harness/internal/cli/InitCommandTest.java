// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {

    @TempDir
    private Path directory;

    @Nested
    class Writes {

        @Test
        void a_maven_project() throws IOException {
            Result result = init();

            assertThat(result.output())
                    .isEqualTo("Wrote a project to " + directory + ". Run its test there: mvn test\n");
            assertThat(result.exitStatus()).isZero();
            assertThat(files())
                    .containsExactlyInAnyOrder(
                            ".github/workflows/bpf.yml",
                            ".gitignore",
                            "README.md",
                            "pom.xml",
                            "src/test/java/org/example/TasksTest.java",
                            "src/test/resources/org/example/tasks.bpf.c");
        }

        @Test
        void a_gradle_project() throws IOException {
            assertThat(init("--gradle").output()).endsWith("Run its test there: gradle test\n");

            assertThat(files())
                    .contains("settings.gradle.kts", "build.gradle.kts", "src/test/java/org/example/TasksTest.java")
                    .doesNotContain("pom.xml");
            assertThat(directory.resolve("README.md"))
                    .content()
                    .contains("gradle test    # Gradle 8.14 or 9\n")
                    .doesNotContain("mvn test");
            assertThat(directory.resolve(".github/workflows/bpf.yml"))
                    .content()
                    .contains(
                            "gradle-version: \"8.14\"\n      - run: gradle test -D",
                            "cat build/bpf-iterator/summary.md")
                    .doesNotContain("maven gradle");
            assertThat(directory.resolve(".gitignore")).content().isEqualTo("/build/\n/.gradle/\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"--gradle", "--kotlin"})
        void a_project_in_kotlin(String option) throws IOException {
            init("--kotlin", option);

            assertThat(files())
                    .contains("src/test/kotlin/org/example/TasksTest.kt")
                    .noneMatch(file -> file.endsWith(".java"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"--directory=", "--gradle", "--kotlin"})
        void the_version_of_this_build(String option) throws IOException {
            init("--directory=" + directory, option.endsWith("=") ? option + directory : option);

            String pom = Files.readString(Path.of("pom.xml"));
            String version = pom.replaceFirst("(?s).*?<version>([^<]*)</version>.*", "$1");
            Path build = directory.resolve(option.equals("--gradle") ? "build.gradle.kts" : "pom.xml");
            assertThat(Files.readString(build)).contains(version);
        }

        @Test
        void into_a_directory_that_is_new_and_has_only_a_git_repository() throws IOException {
            Path created = directory.resolve("a/b");
            Files.createDirectories(created.resolve(".git"));

            assertThat(Commands.runHere("init", "--directory", created.toString())
                            .exitStatus())
                    .isZero();
        }
    }

    /** {@code ReleaseIT} tests the command of a release. */
    @Nested
    class After_a_release {

        @Test
        void the_workflow_checks_out_only_the_project() {
            assertThat(NewProject.afterRelease(NewProject.resource("github.yml")))
                    .containsOnlyOnce("actions/checkout")
                    .contains("busybox-static\n      - uses: actions/checkout@v5\n      # Kernels.\n")
                    .doesNotContain("install\n", "OWNER");
        }

        @Test
        void the_readme_does_not_ask_for_an_installation() {
            assertThat(NewProject.afterRelease(NewProject.resource("README.md")))
                    .endsWith("shows the results with what the iterator printed.\n")
                    .doesNotContain("install");
        }

        @ParameterizedTest
        @ValueSource(strings = {"gradle", "kotlin"})
        void a_build_for_gradle_uses_central_alone(String directory) {
            assertThat(NewProject.afterRelease(NewProject.resource(directory + "/build.gradle.kts")))
                    .contains("repositories {\n    mavenCentral()\n}");
        }
    }

    @Test
    void a_directory_with_another_file_is_left_as_it_is() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "mine");

        Result result = init();

        assertThat(result.errors())
                .isEqualTo("Error: Cannot write a project to " + directory
                        + ": the directory is not empty: it has notes.txt."
                        + " Name an empty directory with --directory.\n");
        assertThat(result.exitStatus()).isEqualTo(255);
        assertThat(files()).containsExactly("notes.txt");
    }

    @Test
    void a_local_repository_without_this_version_is_reported() throws IOException {
        Path installed = Files.createDirectories(directory.resolve("io/bpfiterator/bpf-iterator-kernel-harness/1.0"));

        assertThat(new LocalRepository(directory).lacking("1.0")).isEmpty();
        Files.delete(installed);
        assertThat(new LocalRepository(directory).lacking("1.0")).contains(directory);
    }

    private Result init(String... options) {
        return Commands.runHere(
                Stream.concat(Stream.of("init", "--directory", directory.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }
}
