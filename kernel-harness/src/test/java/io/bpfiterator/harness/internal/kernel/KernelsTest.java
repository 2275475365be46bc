// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.support.NeedsMachines;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

@NeedsMachines
class KernelsTest {

    @TempDir
    Path directory;

    @Nested
    class A_file {

        private final KernelFiles files = new KernelFiles();

        @Test
        void contains_its_release() throws Exception {
            Path image = bzImage(directory.resolve("bzImage"), "6.9.0-rc1+");

            assertThat(files.knows(image.toString())).isTrue();
            assertThat(files.kernel(image.toString()))
                    .isEqualTo(new Kernel(image, null, "6.9.0-rc1+", image.toString()));
        }

        @Test
        void can_have_modules() throws Exception {
            Path image = bzImage(directory.resolve("bzImage"), "6.9.0");

            assertThat(files.kernel(image + ":" + directory).modules()).isEqualTo(directory);
        }

        @Test
        void must_exist() {
            assertThatThrownBy(() -> files.kernel("/no/bzImage"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot boot /no/bzImage: the file does not exist. Correct its path.");
        }

        @Test
        void must_be_a_kernel() throws Exception {
            Path text = Files.writeString(directory.resolve("text"), "text");

            assertThatThrownBy(() -> files.kernel(text.toString()))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot boot " + text
                            + ": it is not a kernel image: a bzImage has \"HdrS\" at offset 0x202."
                            + " Use arch/x86/boot/bzImage or arch/arm64/boot/Image of a build, or a distribution's"
                            + " vmlinuz.");
        }

        @Test
        void can_be_uncompressed() {
            Kernel cached = Kernels.ofThisMachine(System.err::println).kernel("5.10");
            assertThat(cached.image()).hasFileName("vmlinux");

            assertThat(files.kernel(cached.image().toString()).release()).isEqualTo(cached.release());
        }

        @Test
        void must_be_bootable_where_it_is_uncompressed() {
            assertThatThrownBy(() -> files.kernel("/bin/true"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot boot /bin/true: the ELF file has no PVH entry point (CONFIG_PVH). Use"
                            + " arch/x86/boot/bzImage of the same build.");
        }

        /** The image in this test is for aarch64. */
        @Test
        @EnabledOnOs(architectures = "amd64")
        void must_be_for_this_machines_architecture() throws Exception {
            ByteBuffer image = ByteBuffer.allocate(0x1200).put(0x38, "ARMd".getBytes(StandardCharsets.US_ASCII));
            Path file = Files.write(directory.resolve("Image"), image.array());

            assertThatThrownBy(() -> files.kernel(file.toString()))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot boot " + file + ": it is a kernel for aarch64, and a guest runs this machine's"
                            + " userland, which is for amd64. Run these tests on a machine of the architecture"
                            + " aarch64.");
        }

        @Test
        void must_be_complete() throws Exception {
            Path half = Files.write(
                    directory.resolve("half"), Arrays.copyOf(Files.readAllBytes(Path.of("/bin/true")), 100));

            assertThatThrownBy(() -> files.kernel(half.toString()))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot boot " + half
                            + ": the kernel image is truncated or damaged. Build it or copy it again.");
        }

        @Test
        void must_have_an_existing_directory_of_modules() {
            assertThatThrownBy(() -> files.kernel("/bzImage:/no/modules"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("There is no directory of modules /no/modules. Use lib/modules/RELEASE of an installed"
                            + " kernel, or the build tree.");
        }
    }

    @Test
    void other_architectures_are_not_supported() {
        assertThatThrownBy(() -> Architecture.named("riscv64"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(
                        "Cannot run virtual machines on riscv64: only amd64 and aarch64 are supported, and a guest has"
                                + " the architecture of its host. Run these tests on the host or in a container.");
    }

    @Nested
    class The_running_kernel {

        private Kernel running() {
            return new RunningKernel(directory, "6.1.0-9").kernel("host");
        }

        @Test
        void has_its_image_in_boot() throws Exception {
            Files.createDirectories(directory.resolve("boot"));
            Path modules = Files.createDirectories(directory.resolve("lib/modules/6.1.0-9"));
            Path image = bzImage(directory.resolve("boot/vmlinuz-6.1.0-9"), "6.1.0-9");

            assertThat(running()).isEqualTo(new Kernel(image, modules, "6.1.0-9", "the running kernel's " + image));
        }

        @Test
        void must_have_an_image() {
            assertThatThrownBy(this::running)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot find the image of the running kernel 6.1.0-9: neither " + directory
                            + "/boot/vmlinuz-6.1.0-9 nor " + directory + "/lib/modules/6.1.0-9/vmlinuz exists. Install"
                            + " its package, or use another image: vm:/path/to/bzImage.");
        }

        /** Not even root can follow a link to itself. */
        @Test
        void must_be_readable() throws Exception {
            Files.createSymbolicLink(directory.resolve("boot"), Path.of("boot"));

            assertThatThrownBy(this::running)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot read the running kernel's image " + directory
                            + "/boot/vmlinuz-6.1.0-9: this user lacks the permission. Run as root, or make it"
                            + " readable.");
        }

        @Test
        void must_not_have_been_replaced() throws Exception {
            Files.createDirectories(directory.resolve("boot"));
            Path image = bzImage(directory.resolve("boot/vmlinuz-6.1.0-9"), "6.1.0-10");

            assertThatThrownBy(this::running)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("Cannot find the image of the running kernel 6.1.0-9: " + image
                            + " is 6.1.0-10. Reboot into the installed kernel, or use another image:"
                            + " vm:/path/to/bzImage.");
        }
    }

    /** Writes only the parts of a bzImage that contain its release. */
    private static Path bzImage(Path file, String release) throws Exception {
        ByteBuffer image = ByteBuffer.allocate(0x1200).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        image.putShort(0x20e, (short) 0x800);
        image.put(0xa00, (release + " (builder@host) #1 SMP\0").getBytes(StandardCharsets.US_ASCII));
        return Files.write(file, image.array());
    }
}
