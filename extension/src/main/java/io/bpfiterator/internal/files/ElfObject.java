// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import io.bpfiterator.internal.failure.MalformedFileException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sections, symbols and relocations of a relocatable 64-bit ELF file, such as a compiler writes. Each entry is
 * checked when the tables are read: afterwards all offsets, indexes and names are within what they refer to. The
 * offsets are those of {@code elf.h}.
 */
public final class ElfObject {

    /** The section types {@code SHT_…}. */
    public static final int PROGRAM_BITS = 1;

    private static final int SYMBOL_TABLE = 2;
    private static final int STRING_TABLE = 3;
    private static final int NO_BITS = 8;
    private static final int RELOCATIONS = 9;

    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int RELOCATION_BYTES = 16;

    /** The smallest part of a section that a relocation changes. */
    private static final int RELOCATED_BYTES = 4;

    private static final long EXECUTABLE = 4;

    /** The first index of a section that does not exist: {@code SHN_LORESERVE}. */
    private static final int RESERVED = 0xff00;

    /** The index of a table's section that does not fit in 16 bits: {@code SHN_XINDEX}. */
    private static final int ELSEWHERE = 0xffff;

    private static final int TYPE_FUNCTION = 2;

    private static final int BINDING_WEAK = 2;

    /** A section; {@code size} is the size in memory if it has no bytes in the file. */
    public record Section(
            int index, String name, int type, long flags, long offset, long size, int link, int info, long entrySize) {

        /** Returns whether the section has bytes that a processor executes. */
        public boolean isCode() {
            return type == PROGRAM_BITS && (flags & EXECUTABLE) != 0;
        }

        private boolean isInFile() {
            return index != 0 && type != 0 && type != NO_BITS;
        }

        @Override
        public String toString() {
            return name.isEmpty() ? "section " + index : "section " + index + " (" + name + ")";
        }
    }

    /** A symbol in a section. */
    public record Symbol(int index, boolean isFunction, Section section, long value, long size) {}

    /** A place that depends on a symbol. */
    public record Relocation(Section relocations, int index, Section target, long offset) {}

    private final ByteBuffer bytes;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private final List<Relocation> relocations = new ArrayList<>();
    private final Set<String> weakUndefined = new HashSet<>();
    private long symbolCount;

    /**
     * Reads the tables of a file.
     *
     * @param file the whole file, with a complete header
     * @throws MalformedFileException if an entry contradicts another part of the file
     */
    public ElfObject(ByteBuffer file) {
        this.bytes = file.duplicate().order(new ElfFile(file).order());
        readSections();
        for (Section section : sections) {
            if (section.type() == SYMBOL_TABLE) {
                readSymbols(section);
            }
        }
        for (Section section : sections) {
            if (section.type() == RELOCATIONS) {
                readRelocations(section);
            }
        }
    }

    public List<Section> sections() {
        return sections;
    }

    /** Returns the symbols that are in sections of the file. */
    public List<Symbol> symbols() {
        return symbols;
    }

    /** Returns the names of the weak symbols that the file refers to without having them. */
    public Set<String> weakUndefinedSymbols() {
        return weakUndefined;
    }

    public List<Relocation> relocations() {
        return relocations;
    }

    /** Returns the last section with a name, which is the one that libbpf uses; empty if it does not exist. */
    public Optional<Section> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).reduce((earlier, later) -> later);
    }

    /** Returns the bytes of a section; none if it has no bytes in the file. */
    public ByteBuffer contents(Section section) {
        int size = section.isInFile() ? (int) section.size() : 0;
        return bytes.slice(size == 0 ? 0 : (int) section.offset(), size).order(bytes.order());
    }

    /** Returns a copy of the bytes of a section. */
    public byte[] bytes(Section section) {
        ByteBuffer contents = contents(section);
        byte[] copy = new byte[contents.remaining()];
        contents.get(copy);
        return copy;
    }

    /**
     * Returns whether {@code .BTF} has a section of variables that need not exist in the file: the name is among its
     * strings.
     */
    public boolean hasVariablesIn(String section) {
        return section(".BTF")
                .map(types -> new String(bytes(types), StandardCharsets.ISO_8859_1).contains("\0" + section + "\0"))
                .orElse(false);
    }

    private void readSections() {
        long table = bytes.getLong(ElfFile.SECTIONS);
        int entry = unsignedShort(ElfFile.SECTION_SIZE);
        if (table == 0) {
            return;
        }
        require(entry == SECTION_BYTES, "its section headers have %d bytes instead of %d", entry, SECTION_BYTES);
        requirePart("its table of sections", table, SECTION_BYTES);
        int first = (int) table;
        long count = unsignedShort(ElfFile.SECTION_COUNT);
        if (count == 0) {
            count = bytes.getLong(first + ElfFile.SIZE_OF_SECTION);
        }
        require(count <= bytes.limit() / SECTION_BYTES, "it cannot contain %s sections", Long.toUnsignedString(count));
        requirePart("its table of sections", table, count * SECTION_BYTES);
        int nameIndex = unsignedShort(ElfFile.SECTION_NAMES);
        if (nameIndex == ELSEWHERE) {
            nameIndex = bytes.getInt(first + 40);
        }
        require(
                nameIndex > 0 && nameIndex < count,
                "the names of its sections are in section %d, but it has %d sections",
                nameIndex,
                count);
        Section names = section(first, nameIndex, "");
        requireNames(names);
        for (int i = 0; i < count; i++) {
            int name = bytes.getInt(first + i * SECTION_BYTES);
            sections.add(section(first, i, i == 0 ? "" : name(names, name, i)));
        }
    }

    private Section section(int table, int index, String name) {
        int at = table + index * SECTION_BYTES;
        Section section = new Section(
                index,
                name,
                bytes.getInt(at + 4),
                bytes.getLong(at + 8),
                bytes.getLong(at + ElfFile.OFFSET_OF_SECTION),
                bytes.getLong(at + ElfFile.SIZE_OF_SECTION),
                bytes.getInt(at + 40),
                bytes.getInt(at + 44),
                bytes.getLong(at + 56));
        if (section.isInFile()) {
            requirePart(section.toString(), section.offset(), section.size());
        }
        return section;
    }

    private void readSymbols(Section table) {
        require(
                table.entrySize() == SYMBOL_BYTES && table.size() % SYMBOL_BYTES == 0,
                "%s is not a table of symbols of %d bytes",
                table,
                SYMBOL_BYTES);
        Section names = linked(table);
        requireNames(names);
        symbolCount = table.size() / SYMBOL_BYTES;
        for (int i = 0; i < symbolCount; i++) {
            int at = (int) table.offset() + i * SYMBOL_BYTES;
            int name = bytes.getInt(at);
            if (Integer.toUnsignedLong(name) >= names.size()) {
                throw nameOutside("symbol " + i, name, names);
            }
            int index = unsignedShort(at + 6);
            if (index != 0 && index < RESERVED) {
                symbols.add(symbol(i, at, index));
            } else if (index == 0 && bytes.get(at + 4) >>> 4 == BINDING_WEAK) {
                weakUndefined.add(name(names, name, i));
            }
        }
    }

    private Symbol symbol(int number, int at, int index) {
        if (index >= sections.size()) {
            throw malformed("symbol %d is in section %d, but there are %d sections", number, index, sections.size());
        }
        Section section = sections.get(index);
        long value = bytes.getLong(at + 8);
        long size = bytes.getLong(at + 16);
        if (!isWithin(value, size, section.size())) {
            throw malformed(
                    "symbol %d is at %s with %s bytes, outside of %s, which has %s bytes",
                    number,
                    Long.toUnsignedString(value),
                    Long.toUnsignedString(size),
                    section,
                    Long.toUnsignedString(section.size()));
        }
        return new Symbol(number, (bytes.get(at + 4) & 0xf) == TYPE_FUNCTION, section, value, size);
    }

    private void readRelocations(Section table) {
        require(
                table.entrySize() == RELOCATION_BYTES && table.size() % RELOCATION_BYTES == 0,
                "%s is not a table of relocations of %d bytes",
                table,
                RELOCATION_BYTES);
        require(
                table.info() > 0 && table.info() < sections.size(),
                "%s is for section %d, but there are %d sections",
                table,
                table.info(),
                sections.size());
        Section target = sections.get(table.info());
        for (int i = 0; i < table.size() / RELOCATION_BYTES; i++) {
            int at = (int) table.offset() + i * RELOCATION_BYTES;
            long offset = bytes.getLong(at);
            if (!isWithin(offset, RELOCATED_BYTES, target.size())) {
                throw malformed(
                        "relocation %d in %s is at %s, outside of %s, which has %s bytes",
                        i, table, Long.toUnsignedString(offset), target, Long.toUnsignedString(target.size()));
            }
            long symbol = bytes.getLong(at + 8) >>> Integer.SIZE;
            if (symbol >= symbolCount) {
                throw malformed(
                        "relocation %d in %s refers to symbol %d, but there are %d symbols",
                        i, table, symbol, symbolCount);
            }
            relocations.add(new Relocation(table, i, target, offset));
        }
    }

    private Section linked(Section table) {
        require(
                table.link() > 0 && table.link() < sections.size(),
                "%s refers to section %d, but there are %d sections",
                table,
                table.link(),
                sections.size());
        return sections.get(table.link());
    }

    private void requireNames(Section names) {
        require(
                names.type() == STRING_TABLE
                        && names.size() > 0
                        && bytes.get((int) (names.offset() + names.size() - 1)) == 0,
                "%s is not a table of names",
                names);
    }

    private String name(Section names, int offset, int section) {
        if (Integer.toUnsignedLong(offset) >= names.size()) {
            throw nameOutside("section " + section, offset, names);
        }
        int start = (int) names.offset() + offset;
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        return StandardCharsets.UTF_8.decode(bytes.slice(start, end - start)).toString();
    }

    private static MalformedFileException nameOutside(String owner, int offset, Section names) {
        return malformed(
                "the name of %s is at %s in %s, which has %d bytes",
                owner, Integer.toUnsignedString(offset), names, names.size());
    }

    private void requirePart(String what, long offset, long size) {
        require(
                isWithin(offset, size, bytes.limit()),
                "%s is at %s with %s bytes, but the file has %d bytes",
                what,
                Long.toUnsignedString(offset),
                Long.toUnsignedString(size),
                bytes.limit());
    }

    /** Returns whether a part is within a whole; all three are unsigned. */
    private static boolean isWithin(long offset, long size, long whole) {
        return Long.compareUnsigned(offset, whole) <= 0 && Long.compareUnsigned(size, whole - offset) <= 0;
    }

    private static void require(boolean holds, String problem, Object... values) {
        if (!holds) {
            throw malformed(problem, values);
        }
    }

    private static MalformedFileException malformed(String problem, Object... values) {
        return new MalformedFileException(String.format(problem, values));
    }

    private int unsignedShort(int offset) {
        return Short.toUnsignedInt(bytes.getShort(offset));
    }
}
