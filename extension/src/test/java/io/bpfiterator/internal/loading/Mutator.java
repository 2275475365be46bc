// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.files.ElfObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Damages a BPF object in ways that a seed determines: bytes, tables of the ELF file, types, and records. */
final class Mutator {

    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int RELOCATION_BYTES = 16;

    private final byte[] original;
    private final ElfObject elf;

    /** The offset of each type in the file, by its id less 1. */
    private final List<Integer> types = new ArrayList<>();

    private final List<Consumer<Mutation>> mutations = new ArrayList<>();

    Mutator(byte[] original) {
        this.original = original;
        this.elf = new ElfObject(ByteBuffer.wrap(original));
        elf.section(".BTF").ifPresent(this::findTypes);
        mutations.addAll(List.of(this::bytes, this::bytes, this::elfHeader, this::sectionHeader, this::swapSections));
        mutations.addAll(List.of(this::symbol, this::symbol, this::names, this::truncate, this::remove, this::insert));
        if (!elf.relocations().isEmpty()) {
            mutations.addAll(List.of(this::relocation, this::relocation));
        }
        if (!types.isEmpty()) {
            mutations.addAll(List.of(this::typeWord, this::typeWord, this::typeWord, this::typeWord, this::typeWord));
            mutations.addAll(List.of(this::typeKind, this::typeKind, this::typeCount, this::cycle, this::cycle));
            mutations.addAll(List.of(this::typesHeader, this::extensionWord, this::extensionWord, this::swapTypes));
        }
    }

    private void findTypes(ElfObject.Section section) {
        ByteBuffer file = ByteBuffer.wrap(original).order(ByteOrder.nativeOrder());
        int start = (int) section.offset();
        int at = start + file.getInt(start + 4) + file.getInt(start + 8);
        int end = at + file.getInt(start + 12);
        while (at < end) {
            types.add(at);
            at += 12 + trailingBytes(file.getInt(at + 4));
        }
    }

    private static int trailingBytes(int info) {
        int count = info & 0xffff;
        return switch (info >>> 24 & 0x1f) {
            case 1, 14, 17 -> 4;
            case 3 -> 12;
            case 4, 5, 15, 19 -> 12 * count;
            case 6, 13 -> 8 * count;
            default -> 0;
        };
    }

    /** Returns the mutant with a number, which is always the same for a seed. */
    byte[] mutant(long seed, int number) {
        Random random = new Random(seed * 1_000_003 + number);
        Mutation mutation = new Mutation(random, original.clone());
        int steps = random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1;
        for (int i = 0; i < steps; i++) {
            try {
                mutations.get(random.nextInt(mutations.size())).accept(mutation);
            } catch (IndexOutOfBoundsException afterTruncation) {
                break;
            }
        }
        return mutation.bytes;
    }

    private static final class Mutation {

        private final Random random;
        private byte[] bytes;

        private Mutation(Random random, byte[] bytes) {
            this.random = random;
            this.bytes = bytes;
        }

        private ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        }

        private int below(int bound) {
            return random.nextInt(Math.max(1, bound));
        }

        /** Returns a number that is likely to be at a limit; {@code limit} is the number of valid values. */
        private int interesting(int limit) {
            return switch (random.nextInt(12)) {
                case 0 -> 0;
                case 1 -> 1;
                case 2 -> limit;
                case 3 -> limit + 1;
                case 4 -> limit - 1;
                case 5 -> -1;
                case 6 -> Integer.MAX_VALUE;
                case 7 -> Integer.MIN_VALUE;
                case 8 -> 1 << random.nextInt(31);
                case 9 -> random.nextInt();
                default -> below(limit);
            };
        }

        private void putInt(int at, int limit) {
            buffer().putInt(at, interesting(limit));
        }

        private void putLong(int at, int limit) {
            int value = interesting(limit);
            buffer().putLong(at, random.nextInt(4) == 0 ? value | random.nextLong() << 32 : value);
        }
    }

    private void bytes(Mutation mutation) {
        for (int i = 0; i <= mutation.below(4); i++) {
            mutation.bytes[mutation.below(mutation.bytes.length)] = (byte) mutation.random.nextInt();
        }
    }

    private void truncate(Mutation mutation) {
        mutation.bytes = Arrays.copyOf(mutation.bytes, mutation.below(mutation.bytes.length));
    }

    private void remove(Mutation mutation) {
        int at = mutation.below(mutation.bytes.length);
        int size = Math.min(mutation.bytes.length - at, 1 + mutation.below(64));
        ByteBuffer shorter = ByteBuffer.allocate(mutation.bytes.length - size);
        shorter.put(mutation.bytes, 0, at).put(mutation.bytes, at + size, mutation.bytes.length - at - size);
        mutation.bytes = shorter.array();
    }

    private void insert(Mutation mutation) {
        int at = mutation.below(mutation.bytes.length);
        byte[] inserted = new byte[1 + mutation.below(64)];
        mutation.random.nextBytes(inserted);
        ByteBuffer longer = ByteBuffer.allocate(mutation.bytes.length + inserted.length);
        longer.put(mutation.bytes, 0, at).put(inserted).put(mutation.bytes, at, mutation.bytes.length - at);
        mutation.bytes = longer.array();
    }

    private void elfHeader(Mutation mutation) {
        int at = 16 + 2 * mutation.below(24);
        mutation.buffer()
                .putShort(at, (short) mutation.interesting(elf.sections().size()));
    }

    private void sectionHeader(Mutation mutation) {
        int header = header(mutation);
        switch (mutation.below(8)) {
            case 0 -> mutation.putInt(header, 64);
            case 1 -> mutation.putInt(header + 4, 20);
            case 2 -> mutation.putLong(header + 8, 8);
            case 3 -> mutation.putLong(header + 24, mutation.bytes.length);
            case 4 -> mutation.putLong(header + 32, mutation.bytes.length);
            case 5 -> mutation.putInt(header + 40, elf.sections().size());
            case 6 -> mutation.putInt(header + 44, elf.sections().size());
            default -> mutation.putLong(header + 56, 32);
        }
    }

    private void swapSections(Mutation mutation) {
        int from = header(mutation);
        int to = header(mutation);
        int part = mutation.random.nextBoolean() ? 0 : 24;
        int size = mutation.random.nextBoolean() ? SECTION_BYTES - part : 16;
        byte[] kept = Arrays.copyOfRange(mutation.bytes, from + part, from + part + size);
        System.arraycopy(mutation.bytes, to + part, mutation.bytes, from + part, size);
        System.arraycopy(kept, 0, mutation.bytes, to + part, size);
    }

    private int header(Mutation mutation) {
        int table =
                (int) ByteBuffer.wrap(original).order(ByteOrder.nativeOrder()).getLong(40);
        return table + SECTION_BYTES * mutation.below(elf.sections().size());
    }

    private void symbol(Mutation mutation) {
        ElfObject.Section table = elf.section(".symtab").orElseThrow();
        int at = (int) table.offset() + SYMBOL_BYTES * mutation.below((int) table.size() / SYMBOL_BYTES);
        switch (mutation.below(5)) {
            case 0 -> mutation.putInt(at, 64);
            case 1 -> mutation.bytes[at + 4] = (byte) mutation.random.nextInt();
            case 2 ->
                mutation.buffer().putShort(at + 6, (short)
                        mutation.interesting(elf.sections().size()));
            case 3 -> mutation.putLong(at + 8, 64);
            default -> mutation.putLong(at + 16, 64);
        }
    }

    private void relocation(Mutation mutation) {
        ElfObject.Relocation relocation =
                elf.relocations().get(mutation.below(elf.relocations().size()));
        int at = (int) relocation.relocations().offset() + RELOCATION_BYTES * relocation.index();
        switch (mutation.below(3)) {
            case 0 -> mutation.putLong(at, (int) relocation.target().size());
            case 1 -> mutation.putInt(at + 8, 16);
            default -> mutation.putInt(at + 12, elf.symbols().size());
        }
    }

    /** Changes the name of a section, a symbol or a type. */
    private void names(Mutation mutation) {
        List<ElfObject.Section> tables = elf.sections().stream()
                .filter(section -> section.type() == 3 || section.name().equals(".BTF"))
                .filter(section -> section.size() > 0)
                .toList();
        ElfObject.Section table = tables.get(mutation.below(tables.size()));
        int half = (int) table.size() / 2;
        mutation.bytes[(int) table.offset() + half + mutation.below(half)] =
                (byte) (mutation.random.nextBoolean() ? 0 : 'a' + mutation.below(26));
    }

    private void typeWord(Mutation mutation) {
        int at = type(mutation);
        int words = 3 + trailingBytes(mutation.buffer().getInt(at + 4)) / 4;
        int word = mutation.below(words);
        mutation.putInt(at + 4 * word, mutation.random.nextInt(4) == 0 ? 4000 : types.size() + 1);
    }

    private void typeKind(Mutation mutation) {
        int info = type(mutation) + 4;
        ByteBuffer buffer = mutation.buffer();
        int kind = mutation.below(21);
        buffer.putInt(info, buffer.getInt(info) & 0xe0ffffff | kind << 24);
    }

    private void typeCount(Mutation mutation) {
        int info = type(mutation) + 4;
        ByteBuffer buffer = mutation.buffer();
        buffer.putInt(info, buffer.getInt(info) & 0x7fff0000 | mutation.interesting(10) & 0x8000ffff);
    }

    /** Lets a type refer to itself, or to one that may refer to it. */
    private void cycle(Mutation mutation) {
        int id = mutation.below(types.size());
        int other = mutation.random.nextBoolean() ? id : mutation.below(types.size());
        int kind = mutation.buffer().getInt(types.get(id) + 4) >>> 24 & 0x1f;
        int word =
                switch (kind) {
                    case 3 -> 3;
                    case 4, 5 -> 4;
                    default -> 2;
                };
        mutation.buffer().putInt(types.get(id) + 4 * word, other + 1);
        mutation.buffer().putInt(types.get(other) + 8, id + 1);
    }

    private void swapTypes(Mutation mutation) {
        int from = type(mutation);
        int to = type(mutation);
        byte[] kept = Arrays.copyOfRange(mutation.bytes, from, from + 12);
        System.arraycopy(mutation.bytes, to, mutation.bytes, from, 12);
        System.arraycopy(kept, 0, mutation.bytes, to, 12);
    }

    private int type(Mutation mutation) {
        return types.get(mutation.below(types.size()));
    }

    private void typesHeader(Mutation mutation) {
        int start = (int) elf.section(".BTF").orElseThrow().offset();
        mutation.putInt(start + 4 * mutation.below(6), 1000);
    }

    private void extensionWord(Mutation mutation) {
        ElfObject.Section section = elf.section(".BTF.ext").orElseThrow();
        int word = mutation.below((int) section.size() / 4);
        mutation.putInt((int) section.offset() + 4 * word, mutation.random.nextBoolean() ? types.size() : 64);
    }
}
