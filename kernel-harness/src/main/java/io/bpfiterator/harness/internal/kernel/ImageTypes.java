// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.clang.KernelTypes;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the BTF types of a kernel from its image. */
public final class ImageTypes {

    private ImageTypes() {}

    /**
     * Returns the types of a kernel; empty if its image is neither an ELF file nor unpacks to one.
     *
     * @param unpacked the path of the unpacked image, which is written if it does not exist
     * @throws EnvironmentException if the image cannot be read
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
            throw Failure.failed("Cannot read the kernel image " + image)
                    .because(e)
                    .remedy("Make it readable")
                    .exception(EnvironmentException::new);
        }
    }
}
