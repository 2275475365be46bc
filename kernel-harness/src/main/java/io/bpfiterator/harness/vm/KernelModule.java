package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.kernel.Compression;
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
 * A module of a kernel, decompressed.
 *
 * @param dependencies the modules that must be loaded before, as the module's own {@code .modinfo} names them: depmod's
 *     list is made of the same, but a package comes without one
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
            throw new EnvironmentException(
                    "The kernel module " + file + " can't be read: " + e + "; fetch the kernel again", e);
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
        throw new IllegalArgumentException("no section .modinfo");
    }

    private static int section(ByteBuffer elf, int index) {
        return (int) elf.getLong(SECTIONS) + index * elf.getShort(SECTION_SIZE);
    }
}
