// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads the release of a kernel image, whose formats the kernel's Documentation/arch describes. The header of a bzImage
 * names it (x86/boot.rst); an uncompressed image and an arm64 Image (arm64/booting.rst) contain the kernel's first log
 * line.
 */
final class KernelImage {

    private static final int MAGIC = 0x202;
    private static final int VERSION_STRING = 0x20e;
    private static final int HEADER = 0x1000;
    private static final int LONGEST_VERSION = 512;

    private static final int ARM64_MAGIC = 0x38;
    private static final byte[] ARM64 = {'A', 'R', 'M', 0x64};

    private static final byte[] HDRS = {'H', 'd', 'r', 'S'};

    private KernelImage() {}

    /**
     * Returns the release of an image.
     *
     * @throws EnvironmentException if the file does not exist, cannot be read, or is not an image that this machine can
     *     boot
     */
    static String release(Path image) {
        try (FileChannel file = FileChannel.open(image)) {
            ByteBuffer header = read(file, 0, HEADER);
            ElfImage elf = new ElfImage(map(file));
            if (elf.isElf()) {
                return release(image, elf);
            }
            if (has(ARM64, header, ARM64_MAGIC)) {
                Architecture.AARCH64.requireHere(image);
                return Banner.release(map(file)).orElseThrow(() -> withoutRelease(image));
            }
            if (!isBzImage(header)) {
                throw Failure.invalid("Cannot boot " + image)
                        .because("it is not a kernel image: a bzImage has \"HdrS\" at offset 0x202")
                        .remedy("Use arch/x86/boot/bzImage or arch/arm64/boot/Image of a build, or a distribution's"
                                + " vmlinuz")
                        .exception(EnvironmentException::new);
            }
            Architecture.AMD64.requireHere(image);
            int offset = Short.toUnsignedInt(header.getShort(VERSION_STRING));
            String version = StandardCharsets.ISO_8859_1
                    .decode(read(file, 0x200 + offset, LONGEST_VERSION))
                    .toString();
            return version.substring(0, end(version));
        } catch (IndexOutOfBoundsException e) {
            throw Failure.invalid("Cannot boot " + image)
                    .because("the kernel image is truncated or damaged")
                    .remedy("Build it or copy it again")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        } catch (NoSuchFileException e) {
            throw Failure.notFound("Cannot boot " + image)
                    .because("the file does not exist")
                    .remedy("Correct its path")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        } catch (IOException e) {
            throw Failure.failed("Cannot read the kernel image " + image)
                    .because(e)
                    .remedy("Make it readable")
                    .exception(EnvironmentException::new);
        }
    }

    private static String release(Path image, ElfImage elf) {
        if (!elf.isBootable()) {
            throw Failure.invalid("Cannot boot " + image)
                    .because("the ELF file has no PVH entry point (CONFIG_PVH)")
                    .remedy("Use arch/x86/boot/bzImage of the same build")
                    .exception(EnvironmentException::new);
        }
        Architecture.AMD64.requireHere(image);
        return elf.release().orElseThrow(() -> withoutRelease(image));
    }

    private static EnvironmentException withoutRelease(Path image) {
        return Failure.invalid("Cannot determine the release of the kernel image " + image)
                .because("it does not contain the line \"Linux version …\"")
                .remedy("Use another image of the same build")
                .exception(EnvironmentException::new);
    }

    /** Maps a file up to 2 GB: the loaded segments of a kernel come before its debugging information. */
    static ByteBuffer map(FileChannel file) throws IOException {
        return file.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(file.size(), Integer.MAX_VALUE));
    }

    /** Returns whether an existing file has the header of a bzImage. */
    static boolean isBzImage(Path image) throws IOException {
        try (FileChannel file = FileChannel.open(image)) {
            return isBzImage(read(file, 0, HEADER));
        }
    }

    private static boolean isBzImage(ByteBuffer header) {
        return has(HDRS, header, MAGIC);
    }

    private static boolean has(byte[] magic, ByteBuffer header, int offset) {
        return header.limit() == HEADER && header.slice(offset, magic.length).equals(ByteBuffer.wrap(magic));
    }

    /** Returns where the release ends: a blank and the name of the builder follow, or a zero. */
    private static int end(String version) {
        int end = 0;
        while (end < version.length() && version.charAt(end) > ' ') {
            end++;
        }
        return end;
    }

    private static ByteBuffer read(FileChannel file, long from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
            continue;
        }
        return buffer.flip();
    }
}
