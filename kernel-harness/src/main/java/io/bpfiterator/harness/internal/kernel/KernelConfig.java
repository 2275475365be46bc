package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.spi.Kernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the configuration with which a kernel was built, for {@code __kconfig} variables of programs. */
public final class KernelConfig {

    /** A build tree has its images in {@code arch/ARCHITECTURE/boot}. */
    private static final int DEPTH_OF_IMAGE = 4;

    private KernelConfig() {}

    /**
     * Returns the file with a kernel's configuration: beside the image of an installed or cached kernel, in the
     * directory of its modules, or in the build tree; empty if no such file exists.
     */
    public static Optional<Path> of(Kernel kernel) {
        Path image = kernel.image().toAbsolutePath();
        return Stream.of(
                        image.resolveSibling("config-" + kernel.release()),
                        image.resolveSibling(KernelTar.CONFIG),
                        kernel.modules() == null ? null : kernel.modules().resolve(KernelTar.CONFIG),
                        ofBuildTree(image))
                .filter(Objects::nonNull)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static @Nullable Path ofBuildTree(Path image) {
        int depth = image.getNameCount() - DEPTH_OF_IMAGE;
        return depth > 0 && image.getName(image.getNameCount() - 2).endsWith("boot")
                ? image.getRoot().resolve(image.subpath(0, depth)).resolve(".config")
                : null;
    }
}
