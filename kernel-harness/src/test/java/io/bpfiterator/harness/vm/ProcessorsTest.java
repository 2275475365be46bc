package io.bpfiterator.harness.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.support.Scripts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorsTest {

    private static final String ALONE = "vm:6.1";
    private static final String TWO_MACHINES = "vm:5.10, vm:6.1";

    private final int two = Math.min(2, Runtime.getRuntime().availableProcessors());

    @TempDir
    Path directory;

    @Test
    void are_two_for_the_only_machine_of_a_run_if_the_host_has_them() {
        assertThat(emulated("8.1.0", ALONE)).isEqualTo(new Processors(two, false));
        assertThat(emulated("8.1.0", TWO_MACHINES)).isEqualTo(new Processors(1, false));
    }

    @Test
    void are_one_where_an_emulator_before_8_1_would_need_turns_for_two() {
        assertThat(emulated("8.0.5", ALONE)).isEqualTo(new Processors(1, false));
        assertThat(emulated("without a number", ALONE)).isEqualTo(new Processors(1, false));
    }

    @Test
    void are_as_many_as_asked_for_and_take_turns_where_they_must() {
        Processors singleThreaded =
                Processors.of(options(TWO_MACHINES, Map.of("bpfiterator.vm.cpus", "4")), true, qemu("7.2.22"));
        assertThat(singleThreaded).isEqualTo(new Processors(4, true));
        assertThat(singleThreaded.description()).isEqualTo("4 CPUs in turns");
        assertThat(singleThreaded.emulation()).isEqualTo("tcg,thread=single");

        Processors atOnce =
                Processors.of(options(TWO_MACHINES, Map.of("bpfiterator.vm.cpus", "4")), true, qemu("10.0.2"));
        assertThat(atOnce.description()).isEqualTo("4 CPUs");
        assertThat(atOnce.emulation()).isEqualTo("tcg,thread=multi");
    }

    @Test
    void do_not_depend_on_the_version_with_kvm() {
        assertThat(Processors.of(options(ALONE, Map.of()), false, directory.resolve("is not asked")))
                .isEqualTo(new Processors(two, false));
    }

    @Test
    void say_so_if_the_version_can_not_be_had() {
        assertThatThrownBy(() -> Processors.of(
                        options(ALONE, Map.of("bpfiterator.vm.cpus", "2")), true, directory.resolve("none")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching(
                        "QEMU's version can't be asked for: .*/none.*; name another one with bpfiterator.vm.qemu");
    }

    @Test
    void say_so_if_the_version_is_asked_of_a_program_that_fails() {
        Path qemu = Scripts.executable(
                directory.resolve("qemu"), "#!/bin/sh\necho error while loading shared libraries >&2\nexit 127\n");

        assertThatThrownBy(() -> Processors.of(options(ALONE, Map.of("bpfiterator.vm.cpus", "2")), true, qemu))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(
                        "QEMU's version can't be asked for: " + qemu + " --version ended with exit status 127: error"
                                + " while loading shared libraries; name another one with bpfiterator.vm.qemu");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3) | version 7.2, which emulates one processor at a time
            QEMU emulator version 8.1.0                                    | version 8.1
            QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2+deb13u1)    | version 10.0
            no words of QEMU's                                             | of an unknown version, which emulates one processor at a time
            """)
    void read_the_version_from_what_qemu_says(String words, String version) {
        assertThat(QemuVersion.parse(words).words()).isEqualTo(version);
    }

    private Processors emulated(String version, String environments) {
        return Processors.of(options(environments, Map.of()), true, qemu(version));
    }

    private Path qemu(String version) {
        return Scripts.executable(directory.resolve("qemu"), "#!/bin/sh\necho QEMU emulator version " + version + "\n");
    }

    private static VmOptions options(String environments, Map<String, String> settings) {
        return VmOptions.of(parameter -> parameter.equals("bpfiterator.environments")
                ? Optional.of(environments)
                : Optional.ofNullable(settings.get(parameter)));
    }
}
