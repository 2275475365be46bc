// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.expected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project in a temporary directory has the class of a test, which a loader of its own loads from there. */
class ExpectedFileTest {

    /** The class that names the files. */
    static class Probe {}

    private static final String PACKAGE = Probe.class.getPackageName().replace('.', '/');

    @TempDir
    Path project;

    private Path classes;
    private URLClassLoader loader;
    private Class<?> probe;

    @BeforeEach
    void compile() throws Exception {
        classes = project.resolve("target/test-classes");
        String file = PACKAGE + "/ExpectedFileTest$Probe.class";
        Files.createDirectories(classes.resolve(file).getParent());
        try (var in = Probe.class.getResourceAsStream("ExpectedFileTest$Probe.class")) {
            Files.copy(in, classes.resolve(file));
        }
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
        probe = loader.loadClass(Probe.class.getName());
    }

    @AfterEach
    void close() throws IOException {
        loader.close();
    }

    private ExpectedFile file(String name) {
        return new ExpectedFile(name, probe, "5.10");
    }

    private static void put(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(PACKAGE).resolve(name).normalize();
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Nested
    class Read {

        @Test
        void is_the_resource_relative_to_the_class() throws IOException {
            put(classes, "expected/tasks.txt", "a\nb\n");

            assertThat(file("expected/tasks.txt").read())
                    .contains(new ExpectedFile.Content("expected/tasks.txt", List.of("a", "b")));
        }

        @Test
        void is_the_variant_for_the_kernel_first() throws IOException {
            put(classes, "tasks.txt", "a\n");
            put(classes, "tasks.5.10.txt", "b\n");
            put(classes, "tasks.5.1.txt", "c\n");

            assertThat(file("tasks.txt").read()).contains(new ExpectedFile.Content("tasks.5.10.txt", List.of("b")));
        }

        @Test
        void is_the_resource_with_an_absolute_name() throws IOException {
            Files.writeString(classes.resolve("tasks"), "a");

            assertThat(file("/tasks").read()).contains(new ExpectedFile.Content("/tasks", List.of("a")));
            assertThat(file("/tasks").names()).containsExactly("/tasks.5.10", "/tasks");
        }

        @Test
        void is_nothing_without_a_resource() {
            assertThat(file("tasks.txt").read()).isEmpty();
        }
    }

    @Nested
    class Written {

        private final Path resources = Path.of("src/test/resources");

        private Path source(String name) {
            return project.resolve(resources).resolve(PACKAGE).resolve(name);
        }

        @BeforeEach
        void createSources() throws IOException {
            Files.createDirectories(project.resolve("src/test/java"));
        }

        @Test
        void is_a_new_resource() {
            file("expected/tasks.txt").write(List.of("a", "b"));

            assertThat(source("expected/tasks.txt")).hasContent("a\nb\n");
        }

        @Test
        void is_an_empty_output() {
            file("tasks.txt").write(List.of());

            assertThat(source("tasks.txt")).isEmptyFile();
        }

        @Test
        void is_the_variant_only_if_it_exists() throws IOException {
            put(project.resolve(resources), "tasks.txt", "old\n");
            put(project.resolve(resources), "tasks.5.10.txt", "");

            file("tasks.txt").write(List.of("a"));

            assertThat(source("tasks.5.10.txt")).hasContent("a\n");
            assertThat(source("tasks.txt")).hasContent("old\n");
        }

        @Test
        void is_beside_the_source_if_the_build_copies_it_from_there() throws IOException {
            put(project.resolve("src/test/java"), "tasks.txt", "old\n");

            file("tasks.txt").write(List.of("a"));

            assertThat(project.resolve("src/test/java").resolve(PACKAGE).resolve("tasks.txt"))
                    .hasContent("a\n");
            assertThat(project.resolve(resources)).doesNotExist();
        }

        @Test
        void is_in_the_source_set_of_gradle() {
            Path location = project.resolve("build/classes/java/integrationTest");
            Path sources = project.resolve("src/integrationTest");
            assertThat(sources.toFile().mkdirs()).isTrue();

            assertThat(SourceTree.fileOf("a/tasks.txt", location)).contains(sources.resolve("resources/a/tasks.txt"));
        }
    }

    @Nested
    class Not_written {

        @Test
        void without_sources_the_failure_says_how_and_has_the_lines() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> file("tasks.txt").write(List.of("a", "b")))
                    .withMessageStartingWith("Cannot update the expected output " + PACKAGE + "/tasks.txt: there is no"
                            + " source directory above the classes of ")
                    .withMessageContaining("-Dbpfiterator.environments=none")
                    .withMessageEndingWith("\na\nb");
        }

        @Test
        void a_file_that_cannot_be_written_fails_alike() throws IOException {
            Files.createDirectories(project.resolve("src/test"));
            Files.writeString(project.resolve("src/test/resources"), "not a directory");

            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> file("tasks.txt").write(List.of("a")))
                    .withMessageStartingWith("Cannot update the expected output " + project)
                    .withMessageContaining("-Dbpfiterator.environments=none");
        }
    }
}
