// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.MalformedFileException;
import io.bpfiterator.internal.files.ElfFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Reads the types of a kernel from a file that the user names: raw BTF, or an ELF file with a section {@code .BTF}. The
 * types of the running kernel need no check, because the kernel has checked them.
 */
public final class KernelFile {

    private KernelFile() {}

    /**
     * Returns the raw BTF in a file. libbpf can read it: {@link BtfCheck} accepts it, or leaves it to libbpf.
     *
     * @throws BpfException if the file cannot be read, has no BTF, or has BTF that contradicts itself
     */
    public static byte[] rawTypes(Path file) {
        String what = "Cannot read the BTF in " + file;
        try {
            return rawTypes(map(file));
        } catch (IOException e) {
            throw Failure.failed(what).because(e).remedy("Make it readable").exception();
        } catch (MalformedFileException e) {
            throw Failure.invalid(what)
                    .because(e)
                    .remedy("Use another kernel, or build or copy this one again, with CONFIG_DEBUG_INFO_BTF=y")
                    .exception();
        }
    }

    /**
     * Returns the raw BTF in the contents of a file.
     *
     * @throws MalformedFileException if the file has no BTF, or BTF that contradicts itself
     */
    static byte[] rawTypes(ByteBuffer file) {
        ByteBuffer section = ElfFile.of(file).map(KernelFile::section).orElse(file);
        byte[] types = new byte[section.remaining()];
        section.get(types);
        BtfCheck.parse(types);
        return types;
    }

    private static ByteBuffer section(ElfFile elf) {
        try {
            return elf.section(".BTF")
                    .orElseThrow(() -> new MalformedFileException("it is an ELF file without a section .BTF"));
        } catch (IndexOutOfBoundsException e) {
            throw new MalformedFileException("its table of sections is damaged or cut off");
        }
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
        }
    }
}
