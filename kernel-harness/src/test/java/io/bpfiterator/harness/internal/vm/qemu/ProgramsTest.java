// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The version or help of a program on this machine. */
class ProgramsTest {

    @TempDir
    private Path directory;

    private String program(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }

    @Test
    void is_what_the_program_prints() throws IOException {
        assertThat(Programs.output(program("echo $1"), "--version")).isEqualTo("--version\n");
    }

    @Test
    void is_missing_if_the_program_fails() throws IOException {
        String program = program("echo broken; exit 2");

        assertThatIOException()
                .isThrownBy(() -> Programs.output(program, "--help"))
                .withMessage(program + " --help ended with exit status 2: broken");
    }

    /** A test must not be skipped because of it. */
    @Test
    void of_a_program_that_hangs_is_a_failure_and_not_an_absence() throws IOException {
        String program = program("exec sleep 60");

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> Programs.output(program, "--version", Duration.ofSeconds(1)))
                .withMessageStartingWith(program + " was ended: it ran longer than 1 s.")
                .satisfies(failure -> assertThat(failure.isUnavailable()).isFalse());
    }
}
