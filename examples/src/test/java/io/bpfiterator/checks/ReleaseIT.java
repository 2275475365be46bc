// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.below;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsPrivilege;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release can be built with one command, and projects of users require nothing of this project but its files. */
@Extended
@NeedsPrivilege
class ReleaseIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String VERSION = "1.2.3";
    private static final String ONE_TEST = "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0";
    private static final String ON_THIS_KERNEL = "-Dbpfiterator.environments=host";
    /** JDK 25 if it is installed, otherwise the JDK of this build. */
    private static final Path NEWER_JDK = Stream.of(
                    "/usr/lib/jvm/temurin-25-jdk-amd64", System.getProperty("java.home"))
            .map(Path::of)
            .filter(Files::isDirectory)
            .findFirst()
            .orElseThrow();

    @TempDir
    private static Path shared;

    private static Path release;
    private static UserJars jars;
    private static String printed;

    @TempDir
    private Path directory;

    @BeforeAll
    static void build_a_release() throws Exception {
        release = shared.resolve("release");
        Process script = new ProcessBuilder(
                        ROOT.resolve("scripts/release").toString(),
                        "--working-tree",
                        VERSION,
                        release.toString(),
                        "-Dmaven.repo.local=" + System.getProperty("local.repository"),
                        "-P!error-prone")
                .redirectErrorStream(true)
                .start();
        script.getOutputStream().close();
        printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(printed).isZero();
        jars = UserJars.ofRelease(release, VERSION);
    }

    @Test
    void both_builds_are_the_same() {
        assertThat(printed).contains("both builds have the same ");
    }

    @Test
    void the_repository_has_each_jar_with_its_sources_javadoc_and_bill_of_materials() {
        List<String> files = below(release.resolve("repository"))
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.endsWith(".md5") && !name.endsWith(".sha1"))
                .toList();

        assertThat(files)
                .contains("bpf-iterator-" + VERSION + ".pom", "bpf-iterator-bom-" + VERSION + ".pom")
                .hasSize(2 + 2 * 6);
        for (String module : List.of("extension", "kernel-harness")) {
            String name = "bpf-iterator-" + module + "-" + VERSION;
            assertThat(files)
                    .contains(name + ".pom", name + ".jar", name + "-sources.jar", name + "-javadoc.jar")
                    .contains(name + "-cyclonedx.json", name + "-cyclonedx.xml");
        }
    }

    @Test
    void the_javadoc_has_only_packages_for_users() throws Exception {
        for (String module : List.of("extension", "kernel-harness")) {
            Path jar = below(release.resolve("repository"), module + "-" + VERSION + "-javadoc.jar")
                    .findFirst()
                    .orElseThrow();
            try (JarFile javadoc = new JarFile(jar.toFile())) {
                assertThat(javadoc.stream().map(JarEntry::getName))
                        .anyMatch(name -> name.endsWith("/package-summary.html"))
                        .noneMatch(name -> name.contains("/internal/"));
            }
        }
    }

    @Test
    void each_file_has_checksums() {
        assertThat(below(release.resolve("repository"))
                        .map(Path::toString)
                        .filter(name -> !name.endsWith(".md5") && !name.endsWith(".sha1")))
                .allSatisfy(name -> {
                    assertThat(Path.of(name + ".md5")).exists();
                    assertThat(Path.of(name + ".sha1")).exists();
                });
        assertThat(release.resolve("SHA256SUMS")).content().contains("bpf-iterator-" + VERSION + ".jar\n");
    }

    @Nested
    class Tests_pass_with_its_files {

        @Test
        void in_a_new_project() throws Exception {
            UserProject project = UserProject.init(directory, jars);

            assertThat(project.testsPass(ON_THIS_KERNEL)).contains(ONE_TEST);
            assertThat(directory.resolve("README.md")).content().doesNotContain("no release");
        }

        @Test
        void in_a_new_project_in_kotlin() throws Exception {
            assertThat(UserProject.init(directory, jars, "--kotlin").testsPass(ON_THIS_KERNEL))
                    .contains(ONE_TEST);
        }

        @Test
        void on_the_module_path() throws Exception {
            assertThat(UserProject.copy("modules/tests", directory, jars).testsPass())
                    .contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");
        }

        @Test
        void with_the_bom_and_junit_6_on_a_newer_jdk() throws Exception {
            UserProject project = UserProject.init(directory, jars);
            project.replace("pom.xml", "      <version>" + VERSION + "</version>\n", "");
            project.replace("pom.xml", ">" + System.getProperty("junit.version") + "<", ">6.1.3<");
            project.replace("pom.xml", "</dependencies>\n  </dependencyManagement>", """
                      <dependency>
                        <groupId>io.bpfiterator</groupId>
                        <artifactId>bpf-iterator-bom</artifactId>
                        <version>%s</version>
                        <type>pom</type>
                        <scope>import</scope>
                      </dependency>
                    </dependencies>
                  </dependencyManagement>
                """.formatted(VERSION));

            assertThat(project.testsPassWith(NEWER_JDK, ON_THIS_KERNEL)).contains(ONE_TEST);
        }
    }
}
