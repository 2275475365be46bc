// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.support.NeedsMachines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsMachines
class InitramfsTest {

    @TempDir
    Path directory;

    @Test
    void is_an_archive_that_cpio_can_read() throws Exception {
        Path initramfs = directory.resolve("initramfs");
        KernelModule module = new KernelModule("first", new byte[] {1, 2, 3}, List.of());

        Initramfs.write(initramfs, Busybox.find(), List.of(module), Map.of("mounts", "share run '/x'\n"));

        assertThat(cpio(initramfs, "--list", "--verbose"))
                .contains("bin/busybox", "init", "lib.sh", "agent", "mounts", "modules/10-first.ko")
                .containsPattern("crwxr-xr-x +1 root +root +5, +1 .* dev/console");
        assertThat(cpio(initramfs, "--extract", "--to-stdout", "mounts")).startsWith("share run '/x'\n");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            5.10,      virtio_ring virtio virtio_pci virtio_console 9pnet 9pnet_virtio fscache 9p
            6.1-cloud, virtio_ring virtio virtio_pci virtio_pci_legacy_dev virtio_pci_modern_dev virtio_console fuse \
            virtiofs
            newest,    9pnet 9pnet_virtio netfs 9p
            """)
    void has_the_modules_that_a_kernel_needs_after_what_they_depend_on(String series, String modules) {
        Path files = Kernels.ofThisMachine(System.err::println).kernel(series).modules();

        KernelModules kernel = new KernelModules(files);
        List<KernelModule> closure =
                List.copyOf(kernel.closure(FileSharing.with(kernel).modules()));

        List<String> names = closure.stream().map(KernelModule::name).toList();
        assertThat(names).containsExactlyInAnyOrder(modules.split(" "));
        for (KernelModule module : closure) {
            assertThat(module.elf()).startsWith(0x7f, 'E', 'L', 'F');
            assertThat(names.subList(0, names.indexOf(module.name()))).containsAll(module.dependencies());
        }
    }

    @Test
    void expects_every_driver_to_be_built_in_if_there_are_no_modules() {
        KernelModules none = new KernelModules(null);

        assertThat(FileSharing.with(none)).isEqualTo(FileSharing.NINE_P);
        assertThat(none.closure(FileSharing.NINE_P.modules())).isEmpty();
    }

    @Test
    void a_file_that_is_not_a_module_is_reported() throws Exception {
        Path file = Files.writeString(directory.resolve("9p.ko"), "text");

        assertThatThrownBy(() -> new KernelModules(directory).closure(List.of("9p")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("Cannot read the kernel module " + file + ": ")
                .hasMessageEndingWith(". Fetch or build the kernel again.");
    }

    @Nested
    class The_hosts_busybox {

        @Test
        void a_missing_one_is_reported() {
            assertThatThrownBy(() -> Busybox.file(List.of(Path.of("/no/busybox"))))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("busybox is not at /no/busybox");
        }

        @Test
        void a_dynamically_linked_one_is_refused() {
            assertThatThrownBy(() -> Busybox.file(List.of(Path.of("/bin/sh"))))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("/bin/sh is not a statically linked ELF program, and the initramfs has no shared"
                            + " libraries");
        }
    }

    private static String cpio(Path archive, String... arguments) throws Exception {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("cpio", "--quiet"), Arrays.stream(arguments))
                        .toList())
                .redirectInput(archive.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
