// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The types in a file of a kernel that does not run. */
class KernelFileTest {

    private static final Path ELF = Path.of("target/test-classes/globals.bpf.o");

    @TempDir
    private Path directory;

    private void assertRefused(byte[] contents, String problem) throws IOException {
        Path file = Files.write(directory.resolve("vmlinux"), contents);

        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> KernelFile.rawTypes(file))
                .returns(Reason.INVALID, BpfException::reason)
                .withMessageMatching("Cannot read the BTF in .*/vmlinux: " + problem
                        + "\\. Use another kernel, or build or copy this one again, with CONFIG_DEBUG_INFO_BTF=y\\.");
    }

    @Nested
    class Raw_types {

        private final byte[] raw = BtfBuilder.ofIntegers(1, 2, 4, 8);

        @Test
        void are_returned_as_they_are() throws Exception {
            assertThat(KernelFile.rawTypes(Files.write(directory.resolve("btf"), raw)))
                    .isEqualTo(raw);
        }

        @Test
        void are_refused_wherever_they_end_too_early() throws Exception {
            for (int length = 0; length < raw.length; length++) {
                assertRefused(Arrays.copyOf(raw, length), ".*\\.BTF.*");
            }
        }

        @Test
        void are_refused_if_a_name_is_outside() throws Exception {
            ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder()).putInt(24, -1);

            assertRefused(raw, "type 1 of \\.BTF is damaged: its name is at 4294967295, but the names have .* bytes");
        }
    }

    @Nested
    class An_ELF_file {

        @Test
        void has_them_in_a_section() throws Exception {
            assertThat(Btf.parse(KernelFile.rawTypes(ELF)).has("minimum")).isTrue();
        }

        @Test
        void is_refused_without_the_section() throws Exception {
            byte[] elf = Files.readAllBytes(ELF);
            for (int at = 0; at < elf.length - 5; at++) {
                if (Arrays.equals(elf, at, at + 5, new byte[] {'.', 'B', 'T', 'F', 0}, 0, 5)) {
                    elf[at] = 'x';
                }
            }

            assertRefused(elf, "it is an ELF file without a section \\.BTF");
        }

        @Test
        void is_refused_if_it_is_cut_off() throws Exception {
            assertRefused(Arrays.copyOf(Files.readAllBytes(ELF), 1000), "its table of sections is damaged or cut off");
        }
    }

    @Test
    void the_types_of_a_kernel_pass() throws Exception {
        Path copy = Files.copy(Btf.KERNEL, directory.resolve("vmlinux"));

        assertThat(KernelFile.rawTypes(copy)).isEqualTo(Files.readAllBytes(Btf.KERNEL));
    }

    @Test
    void a_file_that_does_not_exist_is_named() {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> KernelFile.rawTypes(directory.resolve("vmlinux")))
                .withMessageMatching("Cannot read the BTF in .*/vmlinux: it does not exist\\. .*");
    }
}
