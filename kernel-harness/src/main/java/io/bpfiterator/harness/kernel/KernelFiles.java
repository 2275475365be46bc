package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kernels in files: {@code /path/to/bzImage}, or {@code /path/to/bzImage:/path/to/modules} where it needs modules to boot.
 *
 * <p>Without a directory of modules, everything that booting takes is expected to be built in.
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
            throw new EnvironmentException("There is no directory of modules " + directory
                    + "; name lib/modules/RELEASE of an installation, or the build tree");
        }
        return directory;
    }
}
