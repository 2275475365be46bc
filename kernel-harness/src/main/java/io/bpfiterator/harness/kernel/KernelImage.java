package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads what a kernel image says about itself, by the kernel's Documentation/arch: a bzImage in its header (x86/boot.rst), an
 * uncompressed one, or an Image for arm64 (arm64/booting.rst), in what it prints first.
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
     * Reads the release that an image was built as.
     *
     * @throws EnvironmentException if there is no such file, it can't be read, or it is no image that can be booted
     */
    static String release(Path image) {
        try (FileChannel file = FileChannel.open(image)) {
            ByteBuffer header = read(file, 0, HEADER);
            ElfImage elf = new ElfImage(map(file));
            if (elf.isElf()) {
                return release(image, elf);
            }
            if (has(ARM64, header, ARM64_MAGIC)) {
                Architecture.AARCH64.require(image);
                return Banner.release(map(file)).orElseThrow(() -> nameless(image));
            }
            if (!isBzImage(header)) {
                throw new EnvironmentException(image
                        + " is no kernel image: a bzImage has \"HdrS\" at offset 0x202; name arch/x86/boot/bzImage or"
                        + " arch/arm64/boot/Image of a build, or a distribution's vmlinuz");
            }
            Architecture.AMD64.require(image);
            int offset = Short.toUnsignedInt(header.getShort(VERSION_STRING));
            String version = StandardCharsets.ISO_8859_1
                    .decode(read(file, 0x200 + offset, LONGEST_VERSION))
                    .toString();
            return version.substring(0, end(version));
        } catch (IndexOutOfBoundsException e) {
            throw new EnvironmentException(
                    image + " is a kernel image that ends too early; build it or copy it again", e);
        } catch (NoSuchFileException e) {
            throw new EnvironmentException("There is no kernel image " + image + "; correct its path", e);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The kernel image " + image + " can't be read: " + e + "; make it readable", e);
        }
    }

    private static String release(Path image, ElfImage elf) {
        if (!elf.isBootable()) {
            throw new EnvironmentException(image + " is an ELF file that can't be booted: it has no entry point of PVH"
                    + " (CONFIG_PVH); name arch/x86/boot/bzImage of the same build");
        }
        Architecture.AMD64.require(image);
        return elf.release().orElseThrow(() -> nameless(image));
    }

    private static EnvironmentException nameless(Path image) {
        return new EnvironmentException(
                image + " doesn't say which release it is: it has no line \"Linux version …\"; name"
                        + " another image of the same build");
    }

    /** What a kernel is made of comes before the many megabytes that debuggers want. */
    static ByteBuffer map(FileChannel file) throws IOException {
        return file.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(file.size(), Integer.MAX_VALUE));
    }

    /** Tells whether a file that is there has the header of a bzImage. */
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

    /** The release is followed by who built it, and the whole by a zero. */
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
