// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.internal.cache.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Caches kernels that are copied from other sources than Debian's packages. */
public final class ImportedKernels {

    /** Copies a kernel into an empty directory, with the file names that {@link KernelTar} uses. */
    @FunctionalInterface
    public interface Copy {
        void into(Path directory) throws IOException;
    }

    private final Path cache;
    private final String directoryName;

    /** @param directoryName the name of a directory in the cache */
    public ImportedKernels(Path cache, String directoryName) {
        this.cache = cache;
        this.directoryName = directoryName;
    }

    /**
     * Returns the kernels in a directory of the cache that {@link DebianKernels#ofThisUser} uses.
     *
     * @param directoryName the name of the directory
     */
    public static ImportedKernels ofThisUser(String directoryName) {
        return new ImportedKernels(CacheDirectory.resolve("kernels"), directoryName);
    }

    /**
     * Returns a kernel, after copying it if the cache does not have it.
     *
     * @param name the user's name for it
     * @param version identifies it; a valid file name
     * @param description where it comes from
     * @throws EnvironmentException if it cannot be written to the cache, or is not a kernel
     */
    public Kernel kernel(String name, String version, String description, Copy copy) {
        KernelCache kernels = new KernelCache(cache, directoryName, name, Clock.systemUTC());
        if (kernels.has(version)
                && kernels.current()
                        .filter(it -> it.directory().equals(version))
                        .isPresent()) {
            return kernels.kernel(version);
        }
        return kernels.locked(() -> {
            if (!kernels.has(version)) {
                kernels.store(version, directory -> {
                    copy.into(directory);
                    return finish(directory, description);
                });
            }
            kernels.makeCurrent(version);
            return kernels.kernel(version);
        });
    }

    /**
     * Returns the directory with all modules of a kernel in this cache, after copying them if the cache does not have
     * them.
     *
     * @param name the user's name for the kernel
     * @param copy writes {@code lib/modules/RELEASE} into a directory
     */
    public Path modules(String name, Kernel kernel, Copy copy) {
        ModuleTree tree = new ModuleTree(kernel);
        KernelCache kernels = new KernelCache(cache, directoryName, name, Clock.systemUTC());
        return tree.find().orElseGet(() -> kernels.locked(() -> tree.findOrAdd(copy)));
    }

    /** Adds the uncompressed image to a copied kernel, and returns its record. */
    static KernelCache.KernelRecord finish(Path directory, String description) throws IOException {
        Path image = directory.resolve(KernelTar.IMAGE);
        UncompressedImage.write(image, directory.resolve(KernelCache.UNCOMPRESSED));
        Files.createDirectories(directory.resolve(KernelTar.MODULES));
        return new KernelCache.KernelRecord(KernelImage.release(image), description);
    }
}
