package io.bpfiterator.harness.kernel;

import io.bpfiterator.clang.KernelTypes;
import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the types of a kernel from its image. */
public final class ImageTypes {

    private ImageTypes() {}

    /**
     * Returns the types of a kernel whose image is an ELF file, or is one when it is unpacked; nothing of another.
     *
     * @param unpacked the place of the unpacked image, which need not be there
     * @throws EnvironmentException if the image can't be read
     */
    public static Optional<KernelTypes> of(Path image, Path unpacked) {
        return in(image)
                .or(() -> Files.exists(unpacked) || UncompressedImage.write(image, unpacked)
                        ? in(unpacked)
                        : Optional.empty());
    }

    private static Optional<KernelTypes> in(Path image) {
        try (FileChannel file = FileChannel.open(image)) {
            ElfImage elf = new ElfImage(KernelImage.map(file));
            return elf.isElf() ? Optional.of(KernelTypes.in(image, elf.notes())) : Optional.empty();
        } catch (IOException e) {
            throw new EnvironmentException(
                    "Cannot read the kernel image " + image + ": " + e + ". Make it readable.", e);
        }
    }
}
