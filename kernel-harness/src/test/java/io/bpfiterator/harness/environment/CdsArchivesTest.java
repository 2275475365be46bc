package io.bpfiterator.harness.environment;

import static org.assertj.core.api.Assertions.assertThat;

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

/** With this JVM's Java, and with the modules' classes in jars, as those who use the harness have them. */
@Timeout(120)
@Slow
class CdsArchivesTest {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final String MAKING = "Making an archive of the agent's classes, once for this Java and these jars";

    @TempDir
    private Path directory;

    private Path kept;
    private AgentLaunch launch;

    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void putClassesInJars() throws IOException {
        kept = directory.resolve("cache").resolve("archives");
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
        return new CdsArchives(kept, log::add).applyTo(launch, java);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(kept)) {
            return files.toList();
        }
    }

    @Nested
    class An_archive {

        @Test
        void is_made_once_and_has_what_an_agent_takes() throws Exception {
            AgentLaunch first = applied(launch, JAVA);

            assertThat(log).containsExactly(MAKING);
            assertThat(first.jvmArguments()).endsWith(launch.jvmArguments().toArray(String[]::new));
            assertThat(archives()).singleElement().satisfies(archive -> assertThat(first.jvmArguments())
                    .anyMatch(argument -> argument.endsWith("=" + archive)));
            assertThat(classesOfARehearsal(first))
                    .filteredOn(line -> line.contains(" io.bpfiterator.") || line.contains(" org.junit."))
                    .hasSizeGreaterThan(500)
                    .filteredOn(line -> line.contains("io.bpfiterator.assertj.TableAssert ")
                            || line.contains("io.bpfiterator.harness.agent.Agent "))
                    .hasSize(2)
                    .allMatch(line -> line.contains("shared objects file"));

            log.clear();

            assertThat(applied(launch, JAVA)).isEqualTo(first);
            assertThat(log).isEmpty();
        }

        @Test
        void is_another_for_other_jars_and_goes_when_unused_for_two_weeks() throws IOException {
            Path old = aged(Files.createDirectories(kept).resolve("old.jsa"), Duration.ofDays(15));
            Path recent = aged(kept.resolve("recent.jsa"), Duration.ofDays(13));

            applied(launch, JAVA);
            List<Path> classPath = new ArrayList<>(launch.classPath());
            classPath.add(Jars.with(directory.resolve("other.jar"), "Other.class"));
            applied(launch.withClassPath(classPath), JAVA);

            assertThat(log).containsExactly(MAKING, MAKING);
            assertThat(old).doesNotExist();
            assertThat(archives()).hasSize(3).contains(recent);
        }

        @Test
        void is_one_of_ten_at_most_and_those_not_used_for_longest_go() throws IOException {
            Files.createDirectories(kept);
            for (int i = 1; i <= 12; i++) {
                aged(kept.resolve("a" + i + ".jsa"), Duration.ofHours(i));
            }

            applied(launch, JAVA);

            assertThat(archives()).hasSize(10).contains(kept.resolve("a9.jsa")).doesNotContain(kept.resolve("a10.jsa"));
        }

        @Test
        void that_is_used_is_not_unused() throws IOException {
            applied(launch, JAVA);
            Path archive = archives().get(0);
            age(archive, Duration.ofDays(15));

            applied(launch, JAVA);

            assertThat(Files.getLastModifiedTime(archive).toInstant())
                    .isAfter(Instant.now().minus(Duration.ofDays(1)));
        }

        @Test
        void is_made_in_a_cache_whose_path_is_too_long_for_a_socket() throws IOException {
            kept = directory.resolve("x".repeat(100)).resolve("archives");

            applied(launch, JAVA);

            assertThat(log).containsExactly(MAKING);
            assertThat(archives()).hasSize(1);
        }

        private Path aged(Path file, Duration age) throws IOException {
            return age(Files.writeString(file, "an archive"), age);
        }

        private Path age(Path file, Duration age) throws IOException {
            return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        }

        private List<String> classesOfARehearsal(AgentLaunch launch) throws Exception {
            Path classes = directory.resolve("classes.log");
            List<String> command = new ArrayList<>(launch.with(List.of("-Xlog:class+load:file=" + classes))
                    .command(JAVA.toString(), directory.resolve("published"), directory.resolve("socket")));
            command.set(command.size() - 3, "io.bpfiterator.harness.agent.CdsTrainingRun");
            Process rehearsal = new ProcessBuilder(command).inheritIO().start();
            assertThat(rehearsal.waitFor()).isZero();
            return Files.readAllLines(classes, StandardCharsets.UTF_8);
        }
    }

    @Nested
    class The_launch_stays_as_it_is_and_the_log_says_why {

        @Test
        void where_java_is_no_jdk() throws IOException {
            Path java = Files.createDirectories(directory.resolve("none/bin")).resolve("java");
            Scripts.executable(java, "#!/bin/sh\n");

            assertThat(applied(launch, java)).isEqualTo(launch);
            assertThat(log)
                    .containsExactly("No archive of classes: the file release beside the directory of " + java
                            + " tells of no JDK 17 or newer");
        }

        @Test
        void where_java_fails() throws IOException {
            assertThat(applied(launch, jdk("#!/bin/sh\necho out of order\nexit 7\n")))
                    .isEqualTo(launch);
            assertThat(log).containsExactly(MAKING, "No archive of classes: exit status 7: out of order");
            assertThat(archives()).isEmpty();
        }

        @Test
        void where_java_can_not_be_run() throws IOException {
            assertThat(applied(launch, jdk("#!/no/shell\n"))).isEqualTo(launch);
            assertThat(log).hasSize(2).last().asString().startsWith("No archive of classes: Cannot run program");
            assertThat(archives()).isEmpty();
        }

        @Test
        void where_java_fails_after_it_has_written_something() throws IOException {
            Path java = jdk("#!/bin/sh\nfor a; do case $a in *AtExit=*) echo >\"${a#*=}\"; esac; done; exit 7\n");

            assertThat(applied(launch, java)).isEqualTo(launch);
            assertThat(log).containsExactly(MAKING, "No archive of classes: exit status 7");
            assertThat(archives()).isEmpty();
        }

        @Test
        void where_java_writes_no_archive() throws IOException {
            assertThat(applied(launch, jdk("#!/bin/sh\nprintf 'no base \\377'\n")))
                    .isEqualTo(launch);
            assertThat(log).containsExactly(MAKING, "No archive of classes: exit status 0: no base \ufffd");
            assertThat(archives()).isEmpty();
        }

        @Test
        void where_the_harness_is_in_no_jar() throws IOException {
            AgentLaunch fromDirectories =
                    AgentLaunchFactory.launch(directory.resolve("run"), parameter -> Optional.empty());

            assertThat(applied(fromDirectories, JAVA)).isEqualTo(fromDirectories);
            assertThat(log)
                    .containsExactly(
                            "No archive of classes: the kernel harness is in a directory of the class path, and a"
                                    + " JVM archives jars alone");
            assertThat(kept).doesNotExist();
        }

        @Test
        void where_a_file_is_in_a_directory_and_in_a_jar() throws IOException {
            List<Path> classPath = new ArrayList<>(launch.classPath());
            classPath.add(Jars.directoryWith(directory.resolve("override"), "a/A.class"));
            classPath.add(Jars.with(directory.resolve("original.jar"), "a/A.class"));
            AgentLaunch ambiguous = launch.withClassPath(classPath);

            assertThat(applied(ambiguous, JAVA)).isEqualTo(ambiguous);
            assertThat(log)
                    .containsExactly(
                            "No archive of classes: a directory and a jar of the class path both have a/A.class");
            assertThat(kept).doesNotExist();
        }

        private Path jdk(String java) throws IOException {
            Path bin = Files.createDirectories(directory.resolve("jdk/bin"));
            Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
            return Scripts.executable(bin.resolve("java"), java);
        }
    }
}
