// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.support.Scripts;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorsTest {

    private static final boolean ONLY_MACHINE = true;
    private static final boolean ONE_OF_SEVERAL = false;

    private final int two = Math.min(2, Runtime.getRuntime().availableProcessors());

    @TempDir
    Path directory;

    @Test
    void are_two_for_the_only_machine_of_a_run_if_the_host_has_them() {
        assertThat(emulated("8.1.0", ONLY_MACHINE)).isEqualTo(new Processors(two, false));
        assertThat(emulated("8.1.0", ONE_OF_SEVERAL)).isEqualTo(new Processors(1, false));
    }

    @Test
    void are_one_where_qemu_before_8_1_would_emulate_two_on_one_thread() {
        assertThat(emulated("8.0.5", ONLY_MACHINE)).isEqualTo(new Processors(1, false));
        assertThat(emulated("without a number", ONLY_MACHINE)).isEqualTo(new Processors(1, false));
    }

    @Test
    void are_as_many_as_set_on_one_thread_if_qemu_is_too_old() {
        Processors singleThreaded = Processors.of(Optional.of(4), ONE_OF_SEVERAL, true, qemu("7.2.22"));
        assertThat(singleThreaded).isEqualTo(new Processors(4, true));
        assertThat(singleThreaded.description()).isEqualTo("4 CPUs (single-threaded TCG)");
        assertThat(singleThreaded.emulation()).isEqualTo("tcg,thread=single");

        Processors multiThreaded = Processors.of(Optional.of(4), ONE_OF_SEVERAL, true, qemu("10.0.2"));
        assertThat(multiThreaded.description()).isEqualTo("4 CPUs");
        assertThat(multiThreaded.emulation()).isEqualTo("tcg,thread=multi");
    }

    @Test
    void do_not_depend_on_the_version_with_kvm() {
        assertThat(Processors.of(Optional.empty(), ONLY_MACHINE, false, directory.resolve("is not run")))
                .isEqualTo(new Processors(two, false));
    }

    @Test
    void fail_if_qemu_cannot_be_run_for_its_version() {
        assertThatThrownBy(() -> Processors.of(Optional.of(2), ONLY_MACHINE, true, directory.resolve("none")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching("Cannot determine the version of QEMU: .*/none.*\\."
                        + " Name another QEMU with bpfiterator.vm.qemu\\.");
    }

    @Test
    void fail_if_qemu_fails_when_it_is_run_for_its_version() {
        Path qemu = Scripts.executable(
                directory.resolve("qemu"), "#!/bin/sh\necho error while loading shared libraries >&2\nexit 127\n");

        assertThatThrownBy(() -> Processors.of(Optional.of(2), ONLY_MACHINE, true, qemu))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(
                        "Cannot determine the version of QEMU: " + qemu + " --version ended with exit status 127: error"
                                + " while loading shared libraries. Name another QEMU with bpfiterator.vm.qemu.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3) | version 7.2 (single-threaded TCG)
            QEMU emulator version 8.1.0                                    | version 8.1
            QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2+deb13u1)    | version 10.0
            not the output of QEMU                                         | unknown version (single-threaded TCG)
            """)
    void read_the_version_from_the_output_of_qemu(String output, String version) {
        assertThat(QemuVersion.parse(output).description()).isEqualTo(version);
    }

    private Processors emulated(String version, boolean onlyMachine) {
        return Processors.of(Optional.empty(), onlyMachine, true, qemu(version));
    }

    private Path qemu(String version) {
        return Scripts.executable(directory.resolve("qemu"), "#!/bin/sh\necho QEMU emulator version " + version + "\n");
    }
}
