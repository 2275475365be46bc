package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The ELF file that a bzImage unpacks at its start, so that it need not: an emulated processor takes seconds for what takes
 * this one a tenth.
 */
public final class UncompressedImage {

    /** Offsets in the setup header, and the protocol that has them. */
    private static final int SETUP_SECTORS = 0x1f1;

    private static final int PROTOCOL = 0x206;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int FIRST_PROTOCOL = 0x208;
    private static final int SECTOR = 512;

    /** Some ways to compress have no size there. */
    private static final int LARGEST = 1 << 28;

    private UncompressedImage() {}

    /**
     * Writes the uncompressed image of a bzImage.
     *
     * @return whether it has been written: not if the image is no bzImage, is compressed in a way that is not known here
     *     (xz, zstd and gzip are), or can't be booted by PVH
     * @throws EnvironmentException if the image can't be read, or the target not written
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
            // The build appends the size, for decompressors that need to be told.
            int size = file.getInt(offset + length - 4);
            if (size <= length || size > LARGEST) {
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
            throw new EnvironmentException(
                    "The kernel image " + image + " can't be unpacked to " + target + ": " + e
                            + "; make room, or copy it again",
                    e);
        }
    }
}
