// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.KernelFile;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.libbpf.BtfDump;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** The types of a kernel, for BPF programs that include {@code vmlinux.h}. */
public final class KernelTypes {

    private static final Path NOTES = Path.of("/sys/kernel/notes");

    /** {@code NT_GNU_BUILD_ID} of {@code elf(5)}. */
    private static final int BUILD_ID = 3;

    private static final byte[] GNU = {'G', 'N', 'U', 0};
    private static final int NOTE_HEADER = 12;

    private final Path file;
    private final String id;
    private final String kernel;

    private KernelTypes(Path file, String id, String kernel) {
        this.file = file;
        this.id = id;
        this.kernel = kernel;
    }

    /** Returns the types of the running kernel, which need not have BTF. */
    public static KernelTypes ofRunning() {
        // Hashing megabytes of types takes seconds on an emulated processor.
        String id = buildId(notes())
                .orElseGet(() -> Files.exists(Btf.KERNEL) ? FileHash.of(Btf.KERNEL) : System.getProperty("os.version"));
        return new KernelTypes(Btf.KERNEL, id, "Linux " + KernelRelease.running());
    }

    /**
     * Returns the types of a kernel other than the running one.
     *
     * @param file the kernel's BTF, or an ELF file with a section {@code .BTF}
     * @param notes the contents of the kernel's section {@code .notes}
     */
    public static KernelTypes in(Path file, byte[] notes) {
        return new KernelTypes(file, buildId(notes).orElseGet(() -> FileHash.of(file)), "the kernel " + file);
    }

    private static byte[] notes() {
        try {
            return Files.readAllBytes(NOTES);
        } catch (IOException e) {
            // Without sysfs, or without access to it, the kernel is identified by its BTF.
            return new byte[0];
        }
    }

    /**
     * Returns the build id, which the linker wrote. Other notes do not identify a kernel: some contain addresses, which
     * change with each boot.
     */
    private static Optional<String> buildId(byte[] bytes) {
        ByteBuffer notes = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int at = 0;
        while (at + NOTE_HEADER <= notes.limit()) {
            int nameSize = notes.getInt(at);
            int size = notes.getInt(at + 4);
            long description = at + NOTE_HEADER + aligned(nameSize);
            if (nameSize < 0 || size < 0 || description + size > notes.limit()) {
                return Optional.empty();
            }
            if (notes.getInt(at + 8) == BUILD_ID
                    && nameSize == GNU.length
                    && notes.slice(at + NOTE_HEADER, nameSize).equals(ByteBuffer.wrap(GNU))) {
                return Optional.of(HexFormat.of().formatHex(bytes, (int) description, (int) description + size));
            }
            at = (int) Math.min(description + aligned(size), notes.limit());
        }
        return Optional.empty();
    }

    private static long aligned(int size) {
        return size + 3L & ~3L;
    }

    /** Returns the name of the kernel, for messages. */
    @Override
    public String toString() {
        return kernel;
    }

    /** Returns an identifier that no kernel with other types has. */
    String id() {
        return id;
    }

    /** Returns whether the kernel has BTF. */
    boolean hasBtf() {
        return Files.exists(file);
    }

    /**
     * Reads the types.
     *
     * @throws BpfException if the kernel has no BTF, or BTF that contradicts itself
     */
    public Btf read() {
        return file.equals(Btf.KERNEL) ? Btf.ofKernel() : Btf.parse(KernelFile.rawTypes(file), "the BTF in " + file);
    }

    /** Appends the C declarations of the types to a file. */
    void appendTo(Path header) {
        if (file.equals(Btf.KERNEL)) {
            BtfDump.appendKernelTypes(header);
        } else {
            BtfDump.appendTypes(KernelFile.rawTypes(file), "the BTF in " + file, header);
        }
    }
}
