// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.harness.internal.kernel.ImportedKernels;
import io.bpfiterator.harness.spi.KernelSource;
import io.bpfiterator.harness.spi.KernelSourceProvider;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Provides the kernels in container images, {@code oci:IMAGE}. */
public final class ImageKernelsProvider implements KernelSourceProvider {

    /** Called by {@link java.util.ServiceLoader}. */
    public ImageKernelsProvider() {}

    @Override
    public KernelSource source(Function<String, Optional<String>> parameters, Consumer<String> progress) {
        return new ImageKernels(parameters::apply, ImportedKernels.ofThisUser("oci"), progress);
    }
}
