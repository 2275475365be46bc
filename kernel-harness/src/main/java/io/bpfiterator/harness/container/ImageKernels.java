package io.bpfiterator.harness.container;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.kernel.ImportedKernels;
import io.bpfiterator.harness.kernel.Kernel;
import io.bpfiterator.harness.kernel.KernelSource;
import io.bpfiterator.internal.settings.Settings;
import java.util.List;
import java.util.function.Consumer;

/**
 * Kernels in images, as those that test the kernel publish them: {@code /boot/vmlinuz}, and in {@code /lib/modules} what is not
 * built in.
 *
 * <p>This class names nothing of Testcontainers', so that kernels can be listed without it.
 */
final class ImageKernels implements KernelSource {

    private static final String PREFIX = "oci:";
    private final Settings settings;
    private final ImportedKernels kept;
    private final Consumer<String> progress;

    ImageKernels(Settings settings, ImportedKernels kept, Consumer<String> progress) {
        this.settings = settings;
        this.kept = kept;
        this.progress = progress;
    }

    @Override
    public List<String> names() {
        return List.of(PREFIX + "IMAGE");
    }

    @Override
    public boolean knows(String name) {
        return name.startsWith(PREFIX);
    }

    /** The engine is not asked whether it has the image: it may have to pull it. */
    @Override
    public String origin(String name) {
        return "the image " + name.substring(PREFIX.length()).strip();
    }

    @Override
    public Kernel kernel(String name) {
        String image = name.substring(PREFIX.length()).strip();
        if (image.isEmpty()) {
            throw new EnvironmentException("\"" + name
                    + "\" names no image; write oci:IMAGE with one that has a kernel in " + KernelCopy.IMAGE);
        }
        try (KernelCopy copy = KernelCopy.of(image, settings.given(ContainerParameters.ENGINE))) {
            return kept.kernel(name, copy.version(), "the kernel of image " + image, directory -> {
                progress.accept("Kernel " + name + ": copying it from the image");
                copy.into(directory);
            });
        } catch (NoClassDefFoundError e) {
            throw new EnvironmentException(
                    "Kernels in images take Testcontainers, which is not on the class path; add"
                            + " org.testcontainers:testcontainers, or name a kernel's file, vm:/path/to/bzImage",
                    e);
        }
    }
}
