package io.bpfiterator.harness.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an uncompressed kernel, {@code vmlinux}, which is an ELF file.
 *
 * <p>A boot loader can run it if a note in it names a PVH entry point (CONFIG_PVH).
 */
final class ElfImage {

    /** Offsets in the header of a 64-bit ELF file and in its program headers. */
    private static final int SEGMENTS = 32;

    private static final int SEGMENT_SIZE = 54;
    private static final int SEGMENT_COUNT = 56;
    private static final int HEADER = 64;
    private static final int OFFSET = 8;
    private static final int FILE_SIZE = 32;

    private static final int ELF = 0x464c457f;
    private static final int LOADED = 1;
    private static final int NOTES = 4;
    private static final int PVH_ENTRY = 18;
    private static final int XEN = 0x006e6558;

    private final ByteBuffer elf;

    ElfImage(ByteBuffer elf) {
        this.elf = elf.order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isElf() {
        return elf.limit() >= HEADER && elf.getInt(0) == ELF;
    }

    boolean isBootable() {
        return isElf() && segments(NOTES).stream().anyMatch(ElfImage::hasPvhEntry);
    }

    /**
     * Returns the release that the kernel prints in its first log line; empty if the file does not contain the line.
     */
    Optional<String> release() {
        return segments(LOADED).stream()
                .flatMap(segment -> Banner.release(segment).stream())
                .findFirst();
    }

    /** Returns the kernel's notes, which a running kernel shows in {@code /sys/kernel/notes}; empty if it has none. */
    byte[] notes() {
        return segments(NOTES).stream()
                .findFirst()
                .map(segment -> {
                    byte[] notes = new byte[segment.limit()];
                    segment.get(0, notes);
                    return notes;
                })
                .orElseGet(() -> new byte[0]);
    }

    private List<ByteBuffer> segments(int type) {
        List<ByteBuffer> segments = new ArrayList<>();
        for (int i = 0; i < elf.getShort(SEGMENT_COUNT); i++) {
            int header = (int) elf.getLong(SEGMENTS) + i * elf.getShort(SEGMENT_SIZE);
            if (elf.getInt(header) == type) {
                segments.add(elf.slice((int) elf.getLong(header + OFFSET), (int) elf.getLong(header + FILE_SIZE))
                        .order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        return segments;
    }

    private static boolean hasPvhEntry(ByteBuffer notes) {
        int note = 0;
        while (note + 16 <= notes.limit()) {
            int nameSize = notes.getInt(note);
            if (notes.getInt(note + 8) == PVH_ENTRY && nameSize == 4 && notes.getInt(note + 12) == XEN) {
                return true;
            }
            note += 12 + aligned(nameSize) + aligned(notes.getInt(note + 4));
        }
        return false;
    }

    private static int aligned(int size) {
        return (size + 3) & ~3;
    }
}
