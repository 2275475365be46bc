// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.environment.AgentLaunchFactory;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.support.Jars;
import io.bpfiterator.harness.support.Scripts;
import io.bpfiterator.support.Slow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uses the Java of this JVM, and the classes of the modules in jars, as users of the harness have them. */
@Timeout(120)
@Slow
class CdsArchivesTest {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final String CREATING =
            "Creating a class-data sharing archive for the agent, once for this Java and these jars";

    private static final String NO_ARCHIVE = "The agent starts without a class-data sharing archive: ";

    @TempDir
    private Path directory;

    private Path cache;
    private AgentLaunch launch;

    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void putClassesInJars() throws IOException {
        cache = directory.resolve("cache").resolve("archives");
        AgentLaunch ofThisJvm = AgentLaunchFactory.launch(directory.resolve("run"), parameter -> Optional.empty());
        List<Path> classPath = new ArrayList<>();
        for (Path entry : ofThisJvm.classPath()) {
            classPath.add(
                    entry.endsWith("target/classes")
                            ? Jars.of(entry, directory.resolve(classPath.size() + ".jar"))
                            : entry);
        }
        launch = ofThisJvm.withClassPath(List.copyOf(classPath));
    }

    private AgentLaunch applied(AgentLaunch launch, Path java) {
        return new CdsArchives(cache, log::add).applyTo(launch, java);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    @Nested
    class An_archive {

        @Test
        void is_created_once_and_contains_the_classes_of_an_agent() throws Exception {
            AgentLaunch first = applied(launch, JAVA);

            assertThat(log).containsExactly(CREATING);
            assertThat(first.jvmArguments()).endsWith(launch.jvmArguments().toArray(String[]::new));
            assertThat(archives()).singleElement().satisfies(archive -> assertThat(first.jvmArguments())
                    .anyMatch(argument -> argument.endsWith("=" + archive)));
            assertThat(classesLoadedIn(first))
                    .filteredOn(line -> line.contains(" io.bpfiterator.") || line.contains(" org.junit."))
                    .hasSizeGreaterThan(500)
                    .filteredOn(line -> line.contains("io.bpfiterator.assertj.TableAssert ")
                            || line.contains("io.bpfiterator.harness.internal.agent.Agent "))
                    .hasSize(2)
                    .allMatch(line -> line.contains("shared objects file"));

            log.clear();

            assertThat(applied(launch, JAVA)).isEqualTo(first);
            assertThat(log).isEmpty();
        }

        @Test
        void depends_on_the_jars_and_is_removed_when_unused_for_two_weeks() throws IOException {
            Path old = aged(Files.createDirectories(cache).resolve("old.jsa"), Duration.ofDays(15));
            Path recent = aged(cache.resolve("recent.jsa"), Duration.ofDays(13));

            applied(launch, JAVA);
            List<Path> classPath = new ArrayList<>(launch.classPath());
            classPath.add(Jars.with(directory.resolve("other.jar"), "Other.class"));
            applied(launch.withClassPath(classPath), JAVA);

            assertThat(log).containsExactly(CREATING, CREATING);
            assertThat(old).doesNotExist();
            assertThat(archives()).hasSize(3).contains(recent);
        }

        @Test
        void is_one_of_ten_at_most_and_the_least_recently_used_are_removed() throws IOException {
            Files.createDirectories(cache);
            for (int i = 1; i <= 12; i++) {
                aged(cache.resolve("a" + i + ".jsa"), Duration.ofHours(i));
            }

            applied(launch, JAVA);

            assertThat(archives())
                    .hasSize(10)
                    .contains(cache.resolve("a9.jsa"))
                    .doesNotContain(cache.resolve("a10.jsa"));
        }

        @Test
        void is_marked_as_used() throws IOException {
            applied(launch, JAVA);
            Path archive = archives().get(0);
            age(archive, Duration.ofDays(15));

            applied(launch, JAVA);

            assertThat(Files.getLastModifiedTime(archive).toInstant())
                    .isAfter(Instant.now().minus(Duration.ofDays(1)));
        }

        @Test
        void is_created_in_a_cache_whose_path_is_too_long_for_a_socket() throws IOException {
            cache = directory.resolve("x".repeat(100)).resolve("archives");

            applied(launch, JAVA);

            assertThat(log).containsExactly(CREATING);
            assertThat(archives()).hasSize(1);
        }

        private Path aged(Path file, Duration age) throws IOException {
            return age(Files.writeString(file, "an archive"), age);
        }

        private Path age(Path file, Duration age) throws IOException {
            return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        }

        private List<String> classesLoadedIn(AgentLaunch launch) throws Exception {
            Path classes = directory.resolve("classes.log");
            List<String> command = new ArrayList<>(launch.with(List.of("-Xlog:class+load:file=" + classes))
                    .command(JAVA.toString(), directory.resolve("published"), directory.resolve("socket")));
            command.set(command.size() - 3, "io.bpfiterator.harness.internal.cds.CdsTrainingRun");
            Process trainingRun = new ProcessBuilder(command).inheritIO().start();
            assertThat(trainingRun.waitFor()).isZero();
            return Files.readAllLines(classes, StandardCharsets.UTF_8);
        }
    }

    @Nested
    class The_launch_is_unchanged_and_the_log_shows_why {

        @Test
        void if_java_does_not_belong_to_a_jdk() throws IOException {
            Path java = Files.createDirectories(directory.resolve("none/bin")).resolve("java");
            Scripts.executable(java, "#!/bin/sh\n");

            assertThat(applied(launch, java)).isEqualTo(launch);
            assertThat(log)
                    .containsExactly(NO_ARCHIVE + java
                            + " does not belong to a JDK 17 or newer, as far as the file release of its JDK shows");
        }

        @Test
        void if_java_fails() throws IOException {
            assertThat(applied(launch, jdk("#!/bin/sh\necho out of order\nexit 7\n")))
                    .isEqualTo(launch);
            assertThat(log).containsExactly(CREATING, NO_ARCHIVE + "exit status 7: out of order");
            assertThat(archives()).isEmpty();
        }

        @Test
        void if_java_cannot_be_executed() throws IOException {
            assertThat(applied(launch, jdk("#!/no/shell\n"))).isEqualTo(launch);
            assertThat(log)
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith(NO_ARCHIVE + "\"")
                    .endsWith("/bin/java\" cannot be run, because the interpreter that it names does not exist");
            assertThat(archives()).isEmpty();
        }

        @Test
        void if_java_fails_after_it_wrote_a_file() throws IOException {
            Path java = jdk("#!/bin/sh\nfor a; do case $a in *AtExit=*) echo >\"${a#*=}\"; esac; done; exit 7\n");

            assertThat(applied(launch, java)).isEqualTo(launch);
            assertThat(log).containsExactly(CREATING, NO_ARCHIVE + "exit status 7");
            assertThat(archives()).isEmpty();
        }

        @Test
        void if_java_writes_no_archive() throws IOException {
            assertThat(applied(launch, jdk("#!/bin/sh\nprintf 'no base \\377'\n")))
                    .isEqualTo(launch);
            assertThat(log).containsExactly(CREATING, NO_ARCHIVE + "exit status 0: no base \ufffd");
            assertThat(archives()).isEmpty();
        }

        @Test
        void if_the_harness_is_not_in_a_jar() throws IOException {
            AgentLaunch fromDirectories =
                    AgentLaunchFactory.launch(directory.resolve("run"), parameter -> Optional.empty());

            assertThat(applied(fromDirectories, JAVA)).isEqualTo(fromDirectories);
            assertThat(log)
                    .containsExactly(
                            NO_ARCHIVE + "the kernel harness is in a directory of the class path, and a JVM archives"
                                    + " only classes of jars");
            assertThat(cache).doesNotExist();
        }

        @Test
        void if_a_directory_and_a_jar_contain_the_same_file() throws IOException {
            List<Path> classPath = new ArrayList<>(launch.classPath());
            classPath.add(Jars.directoryWith(directory.resolve("override"), "a/A.class"));
            classPath.add(Jars.with(directory.resolve("original.jar"), "a/A.class"));
            AgentLaunch ambiguous = launch.withClassPath(classPath);

            assertThat(applied(ambiguous, JAVA)).isEqualTo(ambiguous);
            assertThat(log)
                    .containsExactly(NO_ARCHIVE + "a directory and a jar of the class path both contain a/A.class");
            assertThat(cache).doesNotExist();
        }

        private Path jdk(String java) throws IOException {
            Path bin = Files.createDirectories(directory.resolve("jdk/bin"));
            Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
            return Scripts.executable(bin.resolve("java"), java);
        }
    }
}
