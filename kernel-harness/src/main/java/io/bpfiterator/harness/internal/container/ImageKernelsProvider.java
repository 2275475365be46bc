package io.bpfiterator.harness.internal.container;

import io.bpfiterator.harness.internal.kernel.ImportedKernels;
import io.bpfiterator.harness.spi.KernelSource;
import io.bpfiterator.harness.spi.KernelSourceProvider;
import io.bpfiterator.internal.settings.Settings;
import java.util.function.Consumer;

/** Provides the kernels in container images, {@code oci:IMAGE}. */
public final class ImageKernelsProvider implements KernelSourceProvider {

    /** Called by {@link java.util.ServiceLoader}. */
    public ImageKernelsProvider() {}

    @Override
    public KernelSource source(Settings settings, Consumer<String> progress) {
        return new ImageKernels(settings, ImportedKernels.ofThisUser("oci"), progress);
    }
}
