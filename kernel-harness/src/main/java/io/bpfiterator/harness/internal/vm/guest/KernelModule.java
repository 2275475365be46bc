package io.bpfiterator.harness.internal.vm.guest;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Compression;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    /** Offsets in the headers of a 64-bit ELF file. */
    private static final int SECTIONS = 40;

    private static final int SECTION_SIZE = 58;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_NAMES = 62;
    private static final int OFFSET = 24;
    private static final int SIZE = 32;

    /** Reads a module's file, {@code .ko}, {@code .ko.xz}, {@code .ko.zst} or {@code .ko.gz}. */
    static KernelModule read(String name, Path file) {
        try (InputStream in = Compression.decompressed(Files.newInputStream(file))) {
            byte[] elf = in.readAllBytes();
            return new KernelModule(name, elf, dependencies(ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN)));
        } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw Failure.failed("Cannot read the kernel module " + file)
                    .because(e.toString())
                    .remedy("Fetch or build the kernel again")
                    .causedBy(e)
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
        int names = section(elf, elf.getShort(SECTION_NAMES));
        for (int i = 0; i < elf.getShort(SECTION_COUNT); i++) {
            int header = section(elf, i);
            ByteBuffer name =
                    elf.slice((int) elf.getLong(names + OFFSET) + elf.getInt(header), ".modinfo".length() + 1);
            if (StandardCharsets.ISO_8859_1.decode(name).toString().equals(".modinfo\0")) {
                return elf.slice((int) elf.getLong(header + OFFSET), (int) elf.getLong(header + SIZE));
            }
        }
        throw new IllegalArgumentException("it has no .modinfo section");
    }

    private static int section(ByteBuffer elf, int index) {
        return (int) elf.getLong(SECTIONS) + index * elf.getShort(SECTION_SIZE);
    }
}
