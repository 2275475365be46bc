// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Extracts the ELF file that a bzImage contains. A bzImage unpacks it when it boots, which takes seconds on an emulated
 * processor and a tenth of a second on this one.
 */
public final class UncompressedImage {

    /** Offsets in the setup header, and the first version of the boot protocol that defines them. */
    private static final int SETUP_SECTORS = 0x1f1;

    private static final int PROTOCOL = 0x206;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int FIRST_PROTOCOL = 0x208;
    private static final int SECTOR = 512;

    /** The largest plausible size; some compression formats do not store one. */
    private static final int MAX_SIZE = 1 << 28;

    private UncompressedImage() {}

    /**
     * Writes the uncompressed image of a bzImage.
     *
     * @return whether it was written: false if the image is not a bzImage, has another compression than xz, zstd or
     *     gzip, or has no PVH entry point
     * @throws EnvironmentException if the image cannot be read, or the target cannot be written
     */
    public static boolean write(Path image, Path target) {
        try {
            if (!KernelImage.isBzImage(image)) {
                return false;
            }
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
            if (file.limit() < PAYLOAD_LENGTH + 4 || file.getShort(PROTOCOL) < FIRST_PROTOCOL) {
                return false;
            }
            int setup = ((file.get(SETUP_SECTORS) & 0xff) + 1) * SECTOR;
            int length = file.getInt(PAYLOAD_LENGTH);
            int offset = setup + file.getInt(PAYLOAD_OFFSET);
            if (length < 4 || offset < 0 || offset > file.limit() - length) {
                return false;
            }
            // The kernel build appends the size, for decompressors that require it.
            int size = file.getInt(offset + length - 4);
            if (size <= length || size > MAX_SIZE) {
                return false;
            }
            byte[] elf = new byte[size];
            try (InputStream payload =
                    Compression.decompressed(new ByteArrayInputStream(file.array(), offset, length))) {
                if (payload.readNBytes(elf, 0, elf.length) < elf.length
                        || !new ElfImage(ByteBuffer.wrap(elf)).isBootable()) {
                    return false;
                }
            }
            try (OutputStream out = Files.newOutputStream(target)) {
                out.write(elf);
            }
            return true;
        } catch (IOException e) {
            throw Failure.failed("Cannot unpack the kernel image " + image + " to " + target)
                    .because(e)
                    .remedy("Free disk space, or copy the image again")
                    .exception(EnvironmentException::new);
        }
    }
}
