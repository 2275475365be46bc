package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.cache.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Kernels that are copied from somewhere into the cache, beside those of Debian's packages. */
public final class ImportedKernels {

    /** Copies a kernel, as {@link KernelTar} does, into an empty directory. */
    @FunctionalInterface
    public interface Copy {
        void into(Path directory) throws IOException;
    }

    private final Path cache;
    private final String place;

    /** @param place a directory of the cache */
    public ImportedKernels(Path cache, String place) {
        this.cache = cache;
        this.place = place;
    }

    /**
     * Keeps kernels in the cache that {@link DebianKernels#ofThisUser} does.
     *
     * @param place a directory's name
     */
    public static ImportedKernels ofThisUser(String place) {
        return new ImportedKernels(CacheDirectory.resolve("kernels"), place);
    }

    /**
     * Returns a kernel, which is copied if it is not there yet.
     *
     * @param name what the user calls it
     * @param version which it is, as a file may be called
     * @param description where it comes from
     * @throws EnvironmentException if it can't be kept, or is none
     */
    public Kernel kernel(String name, String version, String description, Copy copy) {
        KernelCache kept = new KernelCache(cache, place, name, Clock.systemUTC());
        if (kept.has(version)
                && kept.current().filter(it -> it.directory().equals(version)).isPresent()) {
            return kept.kernel(version);
        }
        return kept.locked(() -> {
            if (!kept.has(version)) {
                kept.store(version, directory -> {
                    copy.into(directory);
                    return finish(directory, description);
                });
            }
            kept.makeCurrent(version);
            return kept.kernel(version);
        });
    }

    /** Makes the uncompressed image of one that has been copied. */
    static KernelCache.KernelRecord finish(Path directory, String description) throws IOException {
        Path image = directory.resolve(KernelTar.IMAGE);
        UncompressedImage.write(image, directory.resolve(KernelCache.UNCOMPRESSED));
        Files.createDirectories(directory.resolve(KernelTar.MODULES));
        return new KernelCache.KernelRecord(KernelImage.release(image), description);
    }
}
