// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.KernelSource;
import io.bpfiterator.internal.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Provides kernels from files: {@code /path/to/bzImage}, or {@code /path/to/bzImage:/path/to/modules} for a kernel that
 * requires modules to boot.
 *
 * <p>Without a directory of modules, the kernel must have everything built in that booting requires.
 */
final class KernelFiles implements KernelSource {

    @Override
    public List<String> names() {
        return List.of("/path/to/bzImage", "/path/to/bzImage:/path/to/modules");
    }

    @Override
    public boolean knows(String name) {
        return name.startsWith("/");
    }

    @Override
    public Kernel kernel(String name) {
        int colon = name.indexOf(':');
        Path image = Path.of(colon < 0 ? name : name.substring(0, colon));
        Path modules = colon < 0 ? null : modules(Path.of(name.substring(colon + 1)));
        return new Kernel(image, modules, KernelImage.release(image), image.toString());
    }

    @Override
    public String origin(String name) {
        return kernel(name).description();
    }

    private static @Nullable Path modules(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw Failure.notFound("There is no directory of modules " + directory)
                    .remedy("Use lib/modules/RELEASE of an installed kernel, or the build tree")
                    .exception(EnvironmentException::new);
        }
        return directory;
    }
}
