// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.ImportedKernels;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.KernelSource;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Provides kernels from container images, such as cilium's ci-kernels: {@code /boot/vmlinuz}, and modules in
 * {@code /lib/modules}.
 *
 * <p>This class does not refer to Testcontainers, so that kernels can be listed without it on the class path.
 */
final class ImageKernels implements KernelSource {

    private static final String PREFIX = "oci:";

    private final Settings settings;
    private final ImportedKernels cache;
    private final Consumer<String> progress;

    ImageKernels(Settings settings, ImportedKernels cache, Consumer<String> progress) {
        this.settings = settings;
        this.cache = cache;
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

    /** Does not ask the engine, which might have to pull the image. */
    @Override
    public String origin(String name) {
        return "the image " + name.substring(PREFIX.length()).strip();
    }

    @Override
    public Kernel kernel(String name) {
        String image = name.substring(PREFIX.length()).strip();
        if (image.isEmpty()) {
            throw Failure.invalid("The kernel \"" + name + "\" does not name an image")
                    .remedy("Use oci:IMAGE with an image that has a kernel in " + KernelCopy.IMAGE)
                    .exception(EnvironmentException::new);
        }
        return copying(
                image,
                copy -> cache.kernel(name, copy.version(), "the kernel of image " + image, directory -> {
                    progress.accept("Kernel " + name + ": copying it from the image");
                    copy.into(directory);
                }));
    }

    @Override
    public Optional<Path> modules(String name, Kernel kernel) {
        String image = name.substring(PREFIX.length()).strip();
        return Optional.of(cache.modules(
                name,
                kernel,
                directory -> copying(image, copy -> {
                    progress.accept("Kernel " + name + ": copying all of its modules from the image");
                    copy.modulesInto(directory);
                    return directory;
                })));
    }

    /** Copies something from an image. */
    @FunctionalInterface
    private interface Copying<T> {
        T from(KernelCopy copy) throws IOException;
    }

    private <T> T copying(String image, Copying<T> copying) {
        try (KernelCopy copy = KernelCopy.of(image, settings.given(ContainerParameters.ENGINE))) {
            return copying.from(copy);
        } catch (IOException e) {
            throw Failure.failed("Cannot copy the modules of the image " + image)
                    .because(e)
                    .remedy("Free disk space, or use a kernel's file: vm:/path/to/bzImage")
                    .exception(EnvironmentException::new);
        } catch (NoClassDefFoundError e) {
            throw Failure.notFound("Cannot copy a kernel from the image " + image)
                    .because("Testcontainers is required, and is not on the class path")
                    .remedy("Add org.testcontainers:testcontainers, or use a kernel's file: vm:/path/to/bzImage")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }
}
