// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the scripts that install the command that {@code mvn package} creates. */
class InstallationIT {

    private static final Path SCRIPTS = Path.of("../scripts").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    private String script(String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.set(0, SCRIPTS.resolve(arguments[0]).toString());
        return Commands.succeed(directory, command.toArray(new String[0]));
    }

    @Test
    void an_installed_command_runs_for_another_user() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        script("install", directory.toString());
        script("install", directory.toString());

        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-i", "PATH=/usr/bin:/bin"));
        if (Files.isWritable(Path.of("/etc/passwd"))) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.add(directory.resolve("bin/bpf-iterator").toString());
        Result result = Commands.run(directory, command, "help", "shell");

        assertThat(result.output()).as(result.errors()).startsWith("Usage: bpf-iterator shell");
    }

    @Test
    void an_installation_has_manual_pages_and_a_completion_and_can_be_removed() throws Exception {
        script("install", directory.toString());

        Path page = directory.resolve("share/man/man1/bpf-iterator-iter-pin.1");
        assertThat(page).exists();
        if (Files.exists(Path.of("/usr/bin/groff"))) {
            Result rendered = Commands.run(directory, List.of("groff", "-man", "-ww", "-Tascii", page.toString()));
            assertThat(rendered.errors()).isEmpty();
            assertThat(rendered.output()).contains("bpf-iterator iter pin OBJ PATH");
        }
        assertThat(Commands.succeed(
                        directory, "bash", "-c", ". share/bash-completion/completions/bpf-iterator; complete -p"))
                .contains("bpf-iterator");

        script("install", "--remove", directory.toString());
        assertThat(directory).isDirectoryNotContaining("regex:.*/bpf-iterator.*");
        assertThat(page).doesNotExist();
    }

    @Test
    void the_package_contains_the_command_its_manual_and_what_debian_requires() {
        assumeTrue(Files.exists(Path.of("/usr/bin/dpkg-deb")));

        String deb = script("deb", directory.toString()).strip();

        assertThat(Commands.succeed(directory, "dpkg-deb", "--contents", deb))
                .contains(
                        " ./usr/bin/bpf-iterator -> ../share/bpf-iterator/bpf-iterator",
                        " ./usr/share/bpf-iterator/bpf-iterator.jar",
                        " ./usr/share/man/man1/bpf-iterator-iter-pin.1.gz",
                        " ./usr/share/bash-completion/completions/bpf-iterator",
                        " ./usr/share/doc/bpf-iterator/copyright",
                        " ./usr/share/doc/bpf-iterator/changelog.gz");
        assertThat(Commands.succeed(directory, "dpkg-deb", "--field", deb, "Package", "Depends"))
                .contains("bpf-iterator", "java17-runtime-headless", "libbpf1");
    }
}
