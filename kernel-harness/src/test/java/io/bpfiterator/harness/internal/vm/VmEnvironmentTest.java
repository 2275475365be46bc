// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.qemu.MachineFiles;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsMachines;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
@NeedsMachines
class VmEnvironmentTest {

    static Kernel oldest;
    static Kernel newest;

    @TempDir
    Path directory;

    @BeforeAll
    static void fetch() {
        Kernels kernels = Kernels.ofThisMachine(System.err::println);
        oldest = kernels.kernel("5.10");
        newest = kernels.kernel("newest");
    }

    /** The socket of the agent is not checked: {@link Guest} removes it in place of the engine. */
    @AfterEach
    void nothing_is_left_in_the_directory() throws Exception {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString())).isSubsetOf("written");
        }
    }

    private static Path runtimeDirectory() {
        return Path.of(System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run"));
    }

    static boolean hasRuntimeDirectory() {
        return Files.isWritable(runtimeDirectory());
    }

    /** The guest has a separate /run, and $XDG_RUNTIME_DIR is in this machine's. */
    @Test
    @EnabledIf(
            value = "hasRuntimeDirectory",
            disabledReason = "Disabled for this user: no directory in /run is writable")
    void starts_with_a_run_directory_below_run() throws Exception {
        Path user = Files.createTempDirectory(runtimeDirectory(), "user-");
        Path run = Files.createDirectory(user.resolve("run"));
        try (Guest guest = new Guest(newest, run, Map.of())) {
            assertThat(guest.ask("read /proc/mounts")).contains(" /run tmpfs ");
            guest.ask("write " + user.resolve("hidden"));
            assertThat(user.resolve("hidden")).doesNotExist();
        } finally {
            FileTree.delete(user);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"arch/x86/boot/bzImage", "vmlinux"})
    void boots_a_kernel_from_a_build_tree_with_its_modules(String image) throws Exception {
        Path tree = directory.resolve("written/linux");
        Files.createDirectories(tree.resolve("arch/x86/boot"));
        Files.createDirectories(tree.resolve("fs/9p"));
        Files.copy(oldest.image(), tree.resolve("vmlinux"));
        Files.copy(oldest.image().resolveSibling("vmlinuz"), tree.resolve("arch/x86/boot/bzImage"));
        try (Stream<Path> modules = Files.list(oldest.modules())) {
            for (Path module : modules.toList()) {
                Files.copy(module, tree.resolve("fs/9p").resolve(module.getFileName()));
            }
        }
        Kernel kernel = Kernels.ofThisMachine(System.err::println).kernel(tree.resolve(image) + ":" + tree);

        try (Guest guest = new Guest(kernel, directory, Map.of())) {
            assertThat(guest.ask("read /proc/sys/kernel/osrelease")).isEqualTo(kernel.release());
        }
    }

    @Test
    @Extended
    void runs_code_that_the_kernel_patches_on_another_processor() throws Exception {
        try (Guest guest = new Guest(newest, directory, Map.of("bpfiterator.vm.cpus", "2"))) {
            assertThat(guest.machine.description()).contains(" in QEMU with 2 CPUs");
            assertThat(guest.ask("switch /proc/sys/kernel/sched_schedstats"))
                    .as(() -> guest.machine.console().text())
                    .isEqualTo("switched");
        }
    }

    @Test
    void reports_a_guest_that_runs_out_of_memory() throws Exception {
        try (Guest guest = new Guest(newest, directory, Map.of(VmSettings.MEMORY.key(), "256"), "-Xmx2g")) {
            assertThat(guest.ask("read /proc/sys/kernel/osrelease")).isEqualTo(newest.release());
            assertThat(guest.ask("eat 1024")).isNull();
            assertThat(guest.ended())
                    .isEqualTo("was killed by the OOM killer (exit status 137). The guest has 256 MB. Raise"
                            + " bpfiterator.vm.memory");
            assertThat(guest.machine.lastOutput()).contains("Out of memory: Killed process");
        }
    }

    private static void signal(String name, long process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Nested
    class Faults {

        @Test
        void a_kernel_that_panics() throws Exception {
            try (Guest guest =
                    new Guest(newest, directory, Map.of("bpfiterator.vm.kernel.arguments", "rdinit=/none"))) {
                assertThat(guest.ended())
                        .startsWith("never started: the kernel panicked: VFS: Unable to mount root fs");
                assertThat(guest.machine.lastOutput()).contains("Kernel panic - not syncing");
            }
        }

        @Test
        void a_kernel_without_9p_in_a_bzImage() throws Exception {
            Path image = newest.image().resolveSibling("vmlinuz");
            Kernel bare = new Kernel(image, null, newest.release(), "without its modules");
            try (Guest guest = new Guest(bare, directory, Map.of())) {
                assertThat(guest.ended())
                        .isEqualTo("never started: cannot mount the host's root over 9p. Boot a kernel built with"
                                + " CONFIG_NET_9P_VIRTIO, CONFIG_9P_FS and CONFIG_VIRTIO_PCI");
            }
        }

        @Test
        void a_boot_that_takes_too_long() throws Exception {
            try (Guest guest = new Guest(
                    newest,
                    directory,
                    Map.of(VmSettings.BOOT_TIMEOUT.key(), "1", "bpfiterator.vm.kernel.arguments", "boot_delay=100"))) {
                assertThat(guest.ended())
                        .isEqualTo("never started: the kernel did not start its first process within 1 s. See the"
                                + " console, or raise bpfiterator.vm.boot.timeout");
            }
        }

        @Test
        void a_qemu_that_hangs_before_the_kernel_boots() throws Exception {
            try (Guest guest = new Guest(
                    newest,
                    directory,
                    Map.of(VmSettings.BOOT_TIMEOUT.key(), "2", VmSettings.SNAPSHOTS.key(), "false"))) {
                signal("STOP", guest.machine.process().pid());
                assertThat(guest.ended())
                        .isEqualTo("never started: the kernel did not start its first process within 2 s. See the"
                                + " console, or raise bpfiterator.vm.boot.timeout");
                assertThat(guest.machine.process().isAlive()).isFalse();
            }
        }

        /** Boots a kernel in whose image the file vmlinux of /sys/kernel/btf is renamed. */
        @Test
        void a_kernel_without_btf() throws Exception {
            Path image = Files.write(directory.resolve("written"), renamed(Files.readAllBytes(newest.image())));
            Kernel bare = new Kernel(image, newest.modules(), newest.release(), "without BTF");
            try (Guest guest = new Guest(bare, directory, Map.of())) {
                assertThat(guest.ended())
                        .isEqualTo("never started: the kernel has no BTF. Boot a kernel built with"
                                + " CONFIG_DEBUG_INFO_BTF=y");
            }
        }

        private byte[] renamed(byte[] image) {
            byte[] name = "\0vmlinux\0".getBytes(StandardCharsets.US_ASCII);
            int count = 0;
            for (int i = 0; i <= image.length - name.length; i++) {
                if (Arrays.equals(image, i, i + name.length, name, 0, name.length)) {
                    image[i + 1] = 'V';
                    count++;
                }
            }
            assertThat(count).isPositive();
            return image;
        }

        @Test
        void a_qemu_that_is_killed() throws Exception {
            try (Guest guest = new Guest(newest, directory, Map.of(VmSettings.ACCELERATION.key(), "tcg"))) {
                guest.machine.process().destroyForcibly();
                assertThat(guest.ended()).isEqualTo("never started: QEMU was killed by signal 9");
            }
        }

        @Test
        void a_qemu_that_refuses_its_arguments() throws Exception {
            Kernel text = new Kernel(Path.of("pom.xml").toAbsolutePath(), null, "6.1", "not a kernel");
            try (Guest guest = new Guest(text, directory, Map.of(VmSettings.ACCELERATION.key(), "tcg"))) {
                assertThat(guest.ended())
                        .isEqualTo("never started: QEMU ended with exit status 1: qemu: linux kernel too old to load a"
                                + " ram disk");
            }
        }

        @Test
        void a_host_jvm_that_is_killed_leaves_no_qemu() throws Exception {
            Process jvm = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Dbpfiterator.cache=" + CacheDirectory.path(),
                            "-classpath",
                            System.getProperty("java.class.path"),
                            OrphanMain.class.getName(),
                            "newest",
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out = jvm.inputReader()) {
                ProcessHandle qemu =
                        ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
                assertThat(qemu.isAlive()).isTrue();
                jvm.destroyForcibly().waitFor();
                qemu.onExit().get(3, TimeUnit.SECONDS);
            } finally {
                jvm.destroyForcibly().waitFor();
                Files.deleteIfExists(directory.resolve("agent.sock"));
                for (Path left : new MachineFiles(directory).all()) {
                    Files.deleteIfExists(left);
                }
            }
        }
    }

    @Nested
    class Refuses {

        @Test
        void a_kernel_without_iterators() {
            assertRefused(new Kernel(newest.image(), null, "5.4.0-1-amd64", "old"), Map.of())
                    .hasMessage(
                            "Cannot run tests in vm:test: its kernel is Linux 5.4.0-1-amd64, and BPF iterators require"
                                    + " Linux 5.8. Name a newer kernel.");
        }

        @Test
        void to_start_without_qemu() {
            assertRefused(newest, Map.of(VmSettings.QEMU.key(), "/no/qemu"))
                    .hasMessageStartingWith("Cannot start a virtual machine: bpfiterator.vm.qemu names /no/qemu, which"
                            + " is not a program that this user can run. Correct or remove the setting.\n");
        }

        private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
                Kernel kernel, Map<String, String> settings) {
            AgentLaunch launch = new AgentLaunch(
                    List.of(), List.of(), Path.of("/"), List.of(), directory, directory.resolve("cache"), Map.of());
            return assertThatThrownBy(() -> Guest.environment(kernel, settings).start(launch, RunContext.NONE))
                    .isInstanceOf(EnvironmentException.class);
        }
    }
}
