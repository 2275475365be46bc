// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a 64-bit ELF file: a BPF object, a kernel, a kernel module or a program. The offsets are those of {@code
 * elf.h}.
 *
 * <p>A malformed file results in an {@link IndexOutOfBoundsException} or {@link IllegalArgumentException}.
 */
public final class ElfFile {

    /** The bytes that every ELF file begins with. */
    public static final int MAGIC = 0x7f454c46;

    /** The size of the header, {@code Elf64_Ehdr}. */
    public static final int HEADER = 64;

    /** The type {@code PT_LOAD} of a segment. */
    public static final int LOADED = 1;

    /** The type {@code PT_INTERP} of a segment, which only dynamically linked programs have. */
    public static final int INTERPRETER = 3;

    /** The type {@code PT_NOTE} of a segment. */
    public static final int NOTES = 4;

    private static final int CLASS = 4;
    private static final int BITS_64 = 2;
    private static final int DATA = 5;
    private static final int BIG_ENDIAN = 2;
    private static final int MACHINE = 18;
    private static final int SEGMENTS = 32;

    /** Offsets in {@code Elf64_Ehdr} that {@link ElfObject} reads too. */
    static final int SECTIONS = 40;

    private static final int SEGMENT_SIZE = 54;
    private static final int SEGMENT_COUNT = 56;
    static final int SECTION_SIZE = 58;
    static final int SECTION_COUNT = 60;
    static final int SECTION_NAMES = 62;

    /** Offsets in {@code Elf64_Phdr}. */
    private static final int OFFSET_OF_SEGMENT = 8;

    private static final int SIZE_OF_SEGMENT = 32;

    /** Offsets in {@code Elf64_Shdr}. */
    static final int OFFSET_OF_SECTION = 24;

    static final int SIZE_OF_SECTION = 32;

    private final ByteBuffer bytes;

    /** @param bytes the whole file, which must have at least {@link #HEADER} bytes */
    public ElfFile(ByteBuffer bytes) {
        this.bytes =
                bytes.duplicate().order(bytes.get(DATA) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns a file; empty if its bytes are not those of an ELF file with a whole header. */
    public static Optional<ElfFile> of(ByteBuffer bytes) {
        return bytes.limit() >= HEADER
                        && bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0) == MAGIC
                ? Optional.of(new ElfFile(bytes))
                : Optional.empty();
    }

    /** Returns the architecture, {@code e_machine}. */
    public int machine() {
        return unsignedShort(MACHINE);
    }

    /** Returns whether the file has the 64-bit format, which the other methods require. */
    public boolean is64Bit() {
        return bytes.get(CLASS) == BITS_64;
    }

    /** Returns the byte order of the file. */
    public ByteOrder order() {
        return bytes.order();
    }

    /** Returns the offset of the end of the section headers, which compilers write last. */
    public long sectionsEnd() {
        return bytes.getLong(SECTIONS) + (long) unsignedShort(SECTION_SIZE) * unsignedShort(SECTION_COUNT);
    }

    /** Returns the contents of the segments of a type, in order. */
    public List<ByteBuffer> segments(int type) {
        List<ByteBuffer> segments = new ArrayList<>();
        for (int i = 0; i < unsignedShort(SEGMENT_COUNT); i++) {
            int header = (int) bytes.getLong(SEGMENTS) + i * unsignedShort(SEGMENT_SIZE);
            if (bytes.getInt(header) == type) {
                segments.add(slice(header + OFFSET_OF_SEGMENT, header + SIZE_OF_SEGMENT));
            }
        }
        return segments;
    }

    /** Returns the contents of the first section with a name; empty if it does not exist. */
    public Optional<ByteBuffer> section(String name) {
        int names = sectionHeader(unsignedShort(SECTION_NAMES));
        for (int i = 0; i < unsignedShort(SECTION_COUNT); i++) {
            int header = sectionHeader(i);
            ByteBuffer found = bytes.slice(
                    (int) bytes.getLong(names + OFFSET_OF_SECTION) + bytes.getInt(header), name.length() + 1);
            if (StandardCharsets.ISO_8859_1.decode(found).toString().equals(name + "\0")) {
                return Optional.of(slice(header + OFFSET_OF_SECTION, header + SIZE_OF_SECTION));
            }
        }
        return Optional.empty();
    }

    private int sectionHeader(int index) {
        return (int) bytes.getLong(SECTIONS) + index * unsignedShort(SECTION_SIZE);
    }

    private ByteBuffer slice(int offset, int size) {
        return bytes.slice((int) bytes.getLong(offset), (int) bytes.getLong(size))
                .order(bytes.order());
    }

    private int unsignedShort(int offset) {
        return Short.toUnsignedInt(bytes.getShort(offset));
    }
}
