// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Compression;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.ElfFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A kernel module.
 *
 * @param elf the decompressed content
 * @param dependencies the modules that must be loaded before, from the module's {@code .modinfo} section: packages have
 *     no {@code modules.dep}, which depmod would generate from those sections
 */
record KernelModule(String name, byte[] elf, List<String> dependencies) {

    private static final String DEPENDS = "depends=";

    /** Reads a module's file, {@code .ko}, {@code .ko.xz}, {@code .ko.zst} or {@code .ko.gz}. */
    static KernelModule read(String name, Path file) {
        try (InputStream in = Compression.decompressed(Files.newInputStream(file))) {
            byte[] elf = in.readAllBytes();
            return new KernelModule(name, elf, dependencies(ByteBuffer.wrap(elf)));
        } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw Failure.failed("Cannot read the kernel module " + file)
                    .because(e)
                    .remedy("Fetch or build the kernel again")
                    .exception(EnvironmentException::new);
        }
    }

    private static List<String> dependencies(ByteBuffer elf) {
        for (String entry :
                StandardCharsets.ISO_8859_1.decode(modinfo(elf)).toString().split("\0")) {
            if (entry.startsWith(DEPENDS)) {
                return Arrays.stream(entry.substring(DEPENDS.length()).split(","))
                        .filter(name -> !name.isEmpty())
                        .toList();
            }
        }
        return List.of();
    }

    private static ByteBuffer modinfo(ByteBuffer elf) {
        return ElfFile.of(elf)
                .orElseThrow(() -> new IllegalArgumentException("it is not an ELF file"))
                .section(".modinfo")
                .orElseThrow(() -> new IllegalArgumentException("it has no .modinfo section"));
    }
}
