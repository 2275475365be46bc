// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the script with an empty jar, and a java that prints its arguments. */
class LauncherTest {

    private static final Path LAUNCHER = Path.of("src/main/launcher/bpf-iterator");

    @TempDir
    Path directory;

    private Path jar;
    private Path jdk;

    @BeforeEach
    void install() throws IOException {
        Files.copy(LAUNCHER, directory.resolve("bpf-iterator"));
        jar = Files.createFile(directory.resolve("bpf-iterator.jar"));
        jdk = jdk("17.0.15");
    }

    private Path jdk(String version) throws IOException {
        Path home = directory.resolve("jdk-" + version);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        script(java, "echo \"java $*\"");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs the script with only these environment variables. */
    private Result launch(String... variables) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-i"));
        command.addAll(List.of(variables));
        command.addAll(List.of("/bin/sh", directory.resolve("bpf-iterator").toString()));
        return Commands.run(directory, command, "iter", "pin", "with a blank");
    }

    private static void assertFails(Result result, String message) {
        assertThat(result).isEqualTo(new Result(255, "", "Error: " + message + "\n"));
    }

    @Test
    void is_executable() {
        assertThat(LAUNCHER).isExecutable();
    }

    @Test
    void runs_the_jar_beside_it_with_the_java_of_java_home() {
        assertThat(launch("PATH=/usr/bin:/bin", "JAVA_HOME=" + jdk).output())
                .matches("java .* -jar " + jar + " iter pin with a blank\n");
    }

    @Test
    void runs_the_java_in_the_path_and_follows_links_to_the_script_and_to_java() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
        Files.createSymbolicLink(bin.resolve("bpf-iterator"), directory.resolve("bpf-iterator"));

        assertThat(Commands.run(
                                directory,
                                List.of("/usr/bin/env", "-i", "PATH=" + bin + ":/usr/bin:/bin", "/bin/sh"),
                                bin.resolve("bpf-iterator").toString(),
                                "doctor")
                        .output())
                .matches("java .* -jar " + jar + " doctor\n");
    }

    @Test
    void lets_the_first_run_create_the_files_that_later_runs_start_with() throws Exception {
        // As StartupFiles: the arguments are -cp JAR CLASS NAME JAR.
        script(
                jdk.resolve("bin/java"),
                "case \"$*\" in *StartupFiles*) shift 5;"
                        + " echo -Dfast >\"$HOME/.cache/bpf-iterator/command/$3.arguments\" ;;"
                        + " *) echo \"java $*\" ;; esac");
        Path files = Files.createDirectories(directory.resolve(".cache/bpf-iterator/command"));
        String[] variables = {"PATH=/usr/bin:/bin", "HOME=" + directory, "JAVA_HOME=" + jdk};

        assertThat(launch(variables).output()).doesNotContain("@");

        await().untilAsserted(() -> assertThat(files).isNotEmptyDirectory());
        assertThat(launch(variables).output())
                .matches("java .* @" + files + "/\\d+\\.arguments -jar " + jar + " iter pin with a blank\n");

        Files.writeString(jar, "another jar");
        assertThat(launch(variables).output()).doesNotContain("@");
    }

    @Test
    void fails_without_the_jar() throws Exception {
        Files.delete(jar);

        assertFails(
                launch("PATH=/usr/bin:/bin", "JAVA_HOME=" + jdk),
                "Cannot find bpf-iterator.jar in " + directory
                        + ". Build it: mvn -pl kernel-harness -am -DskipTests package");
    }

    @Test
    void fails_without_java() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        for (String tool : List.of("readlink")) {
            script(bin.resolve(tool), "exec /usr/bin/" + tool + " \"$@\"");
        }

        assertFails(launch("PATH=" + bin), "Cannot find java in PATH. Install Java 17 or newer, or set JAVA_HOME.");
        assertFails(
                launch("PATH=" + bin, "JAVA_HOME=/nowhere"),
                "Cannot run bin/java in JAVA_HOME, which is /nowhere. Correct JAVA_HOME.");
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_292, 8", "11.0.2, 11", "16, 16"})
    void refuses_an_old_java(String version, String feature) throws Exception {
        Path old = jdk(version);

        assertFails(
                launch("PATH=/usr/bin:/bin", "JAVA_HOME=" + old),
                old + "/bin/java is Java " + feature + ". Install Java 17 or newer, or set JAVA_HOME.");
    }

    @ParameterizedTest
    @CsvSource({"17", "21.0.1", "25-ea"})
    void accepts_a_newer_java(String version) throws Exception {
        assertThat(launch("PATH=/usr/bin:/bin", "JAVA_HOME=" + jdk(version)).exitStatus())
                .isZero();
    }
}
