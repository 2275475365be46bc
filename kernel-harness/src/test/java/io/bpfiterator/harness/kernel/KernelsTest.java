package io.bpfiterator.harness.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
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
        void says_its_release_itself() throws Exception {
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
        void must_be_there() {
            assertThatThrownBy(() -> files.kernel("/no/bzImage"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("There is no kernel image /no/bzImage; correct its path");
        }

        @Test
        void must_be_a_kernel() throws Exception {
            Path text = Files.writeString(directory.resolve("text"), "text");

            assertThatThrownBy(() -> files.kernel(text.toString()))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage(
                            text + " is no kernel image: a bzImage has \"HdrS\" at offset 0x202; name"
                                    + " arch/x86/boot/bzImage or arch/arm64/boot/Image of a build, or a distribution's vmlinuz");
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
                    .hasMessage("/bin/true is an ELF file that can't be booted: it has no entry point of PVH"
                            + " (CONFIG_PVH); name arch/x86/boot/bzImage of the same build");
        }

        /** On a machine of aarch64, it would be one for amd64. */
        @Test
        @EnabledOnOs(architectures = "amd64")
        void must_be_for_this_machines_architecture() throws Exception {
            ByteBuffer image = ByteBuffer.allocate(0x1200).put(0x38, "ARMd".getBytes(StandardCharsets.US_ASCII));
            Path file = Files.write(directory.resolve("Image"), image.array());

            assertThatThrownBy(() -> files.kernel(file.toString()))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage(file + " is a kernel for aarch64, and a guest of that takes qemu-system-aarch64 and a"
                            + " userland of aarch64 with Java and libbpf, while this machine's is of amd64; run these"
                            + " tests on a machine of aarch64");
        }

        @Test
        void must_be_whole() throws Exception {
            Path half = Files.write(
                    directory.resolve("half"), Arrays.copyOf(Files.readAllBytes(Path.of("/bin/true")), 100));

            assertThatThrownBy(() -> files.kernel(half.toString()))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage(half + " is a kernel image that ends too early; build it or copy it again");
        }

        @Test
        void must_have_its_modules_in_a_directory() {
            assertThatThrownBy(() -> files.kernel("/bzImage:/no/modules"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("There is no directory of modules /no/modules; name lib/modules/RELEASE of an"
                            + " installation, or the build tree");
        }
    }

    @Test
    void machines_of_other_architectures_have_no_guests() {
        assertThatThrownBy(() -> Architecture.named("riscv64"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("Virtual machines are of this machine's architecture, and of riscv64 none can be made yet,"
                        + " only of amd64 and aarch64; run these tests on the host or in a container here");
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
        void may_have_no_image() {
            assertThatThrownBy(this::running)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("The running kernel 6.1.0-9 has no image at " + directory + "/boot/vmlinuz-6.1.0-9 or "
                            + directory + "/lib/modules/6.1.0-9/vmlinuz; install its package, or name an image:"
                            + " vm:/path/to/bzImage");
        }

        /** A link to itself is what nobody can look behind, not even root. */
        @Test
        void may_be_where_this_user_can_not_look() throws Exception {
            Files.createSymbolicLink(directory.resolve("boot"), Path.of("boot"));

            assertThatThrownBy(this::running)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("This user may not read the running kernel's image " + directory
                            + "/boot/vmlinuz-6.1.0-9; run as root, or make it readable");
        }

        @Test
        void may_have_been_replaced() throws Exception {
            Files.createDirectories(directory.resolve("boot"));
            Path image = bzImage(directory.resolve("boot/vmlinuz-6.1.0-9"), "6.1.0-10");

            assertThatThrownBy(this::running)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("The running kernel is 6.1.0-9, but " + image
                            + " is 6.1.0-10; boot the installed one, or" + " name an image: vm:/path/to/bzImage");
        }
    }

    /** As much of one as says its release. */
    private static Path bzImage(Path file, String release) throws Exception {
        ByteBuffer image = ByteBuffer.allocate(0x1200).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        image.putShort(0x20e, (short) 0x800);
        image.put(0xa00, (release + " (somebody@somewhere) #1 SMP\0").getBytes(StandardCharsets.US_ASCII));
        return Files.write(file, image.array());
    }
}
