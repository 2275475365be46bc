// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.internal.kernel.KernelRelease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the configuration with which a kernel was built, for {@code __kconfig} variables of programs. */
public final class KernelConfig {

    /** A build tree has its images in {@code arch/ARCHITECTURE/boot}. */
    private static final int DEPTH_OF_IMAGE = 4;

    private static final String BUILD = ".config";

    private KernelConfig() {}

    /**
     * Returns the file with a kernel's configuration: beside the image of an installed or cached kernel, in the
     * directory of its modules, or in the build tree; or a copy of the one in the image. Empty if it is not found.
     *
     * @param directory a directory for the copy
     */
    public static Optional<Path> of(Kernel kernel, Path directory) {
        return candidates(kernel).stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .or(() -> embedded(kernel, directory));
    }

    /** Returns where {@link #of} searches, for messages. */
    public static String places(Kernel kernel) {
        return Stream.concat(candidates(kernel).stream().map(Path::toString), Stream.of("CONFIG_IKCONFIG in the image"))
                .collect(Collectors.joining(", "));
    }

    private static List<Path> candidates(Kernel kernel) {
        Path image = kernel.image().toAbsolutePath();
        return Stream.of(
                        image.resolveSibling("config-" + kernel.release()),
                        image.resolveSibling(KernelTar.CONFIG),
                        image.resolveSibling(BUILD),
                        kernel.modules() == null ? null : kernel.modules().resolve(KernelTar.CONFIG),
                        ofBuildTree(image))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Optional<Path> embedded(Kernel kernel, Path directory) {
        Path copy = directory.resolve("config.gz");
        Path unpacked = directory.resolve(KernelCache.UNCOMPRESSED);
        Path image = UncompressedImage.write(kernel.image(), unpacked) ? unpacked : kernel.image();
        return EmbeddedConfig.write(image, copy) ? Optional.of(copy) : Optional.empty();
    }

    /** Returns the file with the running kernel's configuration where distributions install it; empty without one. */
    public static Optional<Path> ofRunning() {
        String release = KernelRelease.running().toString();
        return Stream.of(Path.of("/boot/config-" + release), Path.of("/lib/modules", release, KernelTar.CONFIG))
                .filter(Files::isReadable)
                .findFirst();
    }

    private static @Nullable Path ofBuildTree(Path image) {
        int depth = image.getNameCount() - DEPTH_OF_IMAGE;
        return depth > 0 && image.getName(image.getNameCount() - 2).endsWith("boot")
                ? image.getRoot().resolve(image.subpath(0, depth)).resolve(BUILD)
                : null;
    }
}
