// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Architecture;
import io.bpfiterator.harness.internal.vm.guest.Busybox;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.support.Scripts;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsMachines
class MachineRequirementsTest {

    private static final List<Path> NO_BUSYBOX = List.of(Path.of("/no/busybox"), Path.of("/no/bin/busybox"));
    private static final Supplier<String> CACHED = () -> "Debian's linux-image-6.12 in the cache";

    @TempDir
    private Path directory;

    @Test
    void are_met_on_this_machine() {
        MachineRequirements requirements = MachineRequirements.of("6.12", parameter -> Optional.empty());

        assertThatCode(requirements::require).doesNotThrowAnyException();
        assertThat(requirements.qemu()).isExecutable();
    }

    @Nested
    class If_some_are_missing {

        private static final Supplier<String> NO_SOURCE = () -> {
            throw Failure.absent("Kernel series require apt, which is missing")
                    .remedy("Name an image")
                    .exception(EnvironmentException::new);
        };

        @Test
        void one_failure_lists_all_of_them() {
            assertUnavailable(new MachineRequirements(Optional.of("/no/qemu"), NO_BUSYBOX, NO_SOURCE))
                    .startsWith("Cannot start a virtual machine: bpfiterator.vm.qemu names /no/qemu, which is not a"
                            + " program that this user can run. Correct or remove the setting. busybox is not at"
                            + " /no/busybox or /no/bin/busybox. Kernel series require apt, which is missing."
                            + " Name an image. Install what is missing with apt-get install busybox-static"
                            + " (Debian, Ubuntu), or dnf install busybox (Fedora).\n  found setpriv: /");
        }

        @Test
        void what_was_found_is_listed_below() {
            assertUnavailable(new MachineRequirements(Optional.empty(), NO_BUSYBOX, CACHED))
                    .startsWith("Cannot start a virtual machine: busybox is not at /no/busybox or /no/bin/busybox.")
                    .contains("\n  found QEMU: /", "\n  found setpriv: /")
                    .endsWith("\n  found vm kernel: Debian's linux-image-6.12 in the cache");
        }

        @Test
        void a_directory_is_not_a_program() throws Exception {
            Path qemu = Files.createDirectory(directory.resolve("qemu"));

            assertUnavailable(new MachineRequirements(Optional.of(qemu.toString()), Busybox.LOCATIONS, CACHED))
                    .contains("names " + qemu + ", which is not a program that this user can run");
        }

        @Test
        void the_failure_shows_the_path_and_the_packages_for_all_of_them() throws Exception {
            ProcessBuilder builder = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-classpath",
                            System.getProperty("java.class.path"),
                            RequireMain.class.getName())
                    .redirectErrorStream(true);
            builder.environment().put("PATH", directory.toString());
            Process without = builder.start();
            String output = new String(without.getInputStream().readAllBytes());

            Architecture architecture = Architecture.ofThisMachine();
            assertThat(output)
                    .startsWith("true Cannot start a virtual machine: " + architecture.qemu() + " is not in PATH ("
                            + directory + "). setpriv is not in PATH (" + directory + ")")
                    .contains("Install what is missing with apt-get install " + architecture.debianPackage()
                            + " util-linux (Debian, Ubuntu), or dnf install " + architecture.fedoraPackage()
                            + " util-linux (Fedora).\n  found busybox: /");
        }

        private AbstractStringAssert<?> assertUnavailable(MachineRequirements requirements) {
            EnvironmentException failure = catchThrowableOfType(EnvironmentException.class, requirements::require);
            assertThat(failure.isUnavailable()).isTrue();
            return assertThat(failure.getMessage());
        }
    }

    @Test
    void can_be_checked_one_by_one() {
        Map<String, Supplier<String>> questions =
                new MachineRequirements(Optional.empty(), NO_BUSYBOX, CACHED).questions();

        assertThat(questions).containsOnlyKeys("QEMU", "setpriv", "busybox", "vm kernel");
        assertThat(questions.get("vm kernel").get()).isEqualTo(CACHED.get());
        assertThatThrownBy(questions.get("busybox")::get)
                .hasMessage("busybox is not at /no/busybox or /no/bin/busybox. Install what is missing with apt-get"
                        + " install busybox-static (Debian, Ubuntu), or dnf install busybox (Fedora).");
    }

    @Test
    void are_checked_before_the_kernel_is_fetched() {
        MachineRequirements none = new MachineRequirements(Optional.empty(), NO_BUSYBOX, CACHED);
        Supplier<Kernel> fetch = () -> {
            throw new AssertionError("fetched");
        };

        assertThatThrownBy(() -> new VmLauncher(
                        "vm:6.12",
                        none,
                        fetch,
                        found -> Optional.empty(),
                        VmOptions.of(parameter -> Optional.empty()),
                        RunContext.NONE,
                        line -> {}))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("Cannot start a virtual machine: busybox is not at ");
    }

    @Test
    void have_the_qemu_that_the_user_has_set() {
        Path qemu = Scripts.executable(directory.resolve("qemu"), "#!/bin/sh\n");

        assertThat(new MachineRequirements(Optional.of(qemu.toString()), Busybox.LOCATIONS, CACHED).qemu())
                .isEqualTo(qemu);
    }
}
