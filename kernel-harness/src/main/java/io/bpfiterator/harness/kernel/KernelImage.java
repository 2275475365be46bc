package io.bpfiterator.harness.kernel;

import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads what an x86 kernel image says about itself: the header of a bzImage, as Documentation/arch/x86/boot.rst describes it, or
 * an uncompressed one.
 */
final class KernelImage {

    private static final int MAGIC = 0x202;
    private static final int VERSION_STRING = 0x20e;
    private static final int HEADER = 0x1000;
    private static final int LONGEST_VERSION = 512;

    private static final byte[] HDRS = {'H', 'd', 'r', 'S'};

    private KernelImage() {}

    /**
     * Reads the release that an image was built as.
     *
     * @throws BpfException if there is no such file, it can't be read, or it is no image that can be booted
     */
    static String release(Path image) {
        try (FileChannel file = FileChannel.open(image)) {
            ByteBuffer header = read(file, 0, HEADER);
            ElfImage elf = ElfImage.map(image);
            if (elf.isElf()) {
                return release(image, elf);
            }
            if (!isBzImage(header)) {
                throw new BpfException(
                        image + " is no kernel image for x86: a bzImage has \"HdrS\" at offset 0x202; name"
                                + " arch/x86/boot/bzImage of a build, or a distribution's vmlinuz");
            }
            int offset = Short.toUnsignedInt(header.getShort(VERSION_STRING));
            String version = StandardCharsets.ISO_8859_1
                    .decode(read(file, 0x200 + offset, LONGEST_VERSION))
                    .toString();
            return version.substring(0, end(version));
        } catch (IndexOutOfBoundsException e) {
            throw new BpfException(image + " is a kernel image that ends too early; build it or copy it again", e);
        } catch (NoSuchFileException e) {
            throw new BpfException("There is no kernel image " + image + "; correct its path", e);
        } catch (IOException e) {
            throw new BpfException("The kernel image " + image + " can't be read: " + e, e);
        }
    }

    private static String release(Path image, ElfImage elf) {
        if (!elf.isBootable()) {
            throw new BpfException(image + " is an ELF file that can't be booted: it has no entry point of PVH"
                    + " (CONFIG_PVH); name arch/x86/boot/bzImage of the same build");
        }
        return elf.release()
                .orElseThrow(() -> new BpfException(
                        image + " doesn't say which release it is: it has no line \"Linux version …\"; name"
                                + " arch/x86/boot/bzImage of the same build"));
    }

    /** Tells whether a file that is there has the header of a bzImage. */
    static boolean isBzImage(Path image) throws IOException {
        try (FileChannel file = FileChannel.open(image)) {
            return isBzImage(read(file, 0, HEADER));
        }
    }

    private static boolean isBzImage(ByteBuffer header) {
        return header.limit() == HEADER && header.slice(MAGIC, HDRS.length).equals(ByteBuffer.wrap(HDRS));
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
