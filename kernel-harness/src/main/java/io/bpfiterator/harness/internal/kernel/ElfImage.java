// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.internal.files.ElfFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Reads an uncompressed kernel, {@code vmlinux}, which is an ELF file.
 *
 * <p>A boot loader can run it if a note in it names a PVH entry point (CONFIG_PVH).
 */
final class ElfImage {

    private static final int PVH_ENTRY = 18;
    private static final int XEN = 0x006e6558;

    private final Optional<ElfFile> file;

    ElfImage(ByteBuffer image) {
        this.file = ElfFile.of(image);
    }

    boolean isElf() {
        return file.isPresent();
    }

    boolean isBootable() {
        return segments(ElfFile.NOTES).stream().anyMatch(ElfImage::hasPvhEntry);
    }

    /**
     * Returns the release that the kernel prints in its first log line; empty if the file does not contain the line.
     */
    Optional<String> release() {
        return segments(ElfFile.LOADED).stream()
                .flatMap(segment -> Banner.release(segment).stream())
                .findFirst();
    }

    /** Returns the kernel's notes, which a running kernel shows in {@code /sys/kernel/notes}; empty if it has none. */
    byte[] notes() {
        return segments(ElfFile.NOTES).stream()
                .findFirst()
                .map(segment -> {
                    byte[] notes = new byte[segment.limit()];
                    segment.get(0, notes);
                    return notes;
                })
                .orElseGet(() -> new byte[0]);
    }

    private List<ByteBuffer> segments(int type) {
        return file.map(elf -> elf.segments(type)).orElse(List.of());
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
