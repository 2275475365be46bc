package io.bpfiterator.harness.kernel;

import io.bpfiterator.internal.settings.Settings;
import java.util.function.Consumer;

/** Makes a source of kernels that takes more than this package knows; registered with {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface KernelSourceProvider {

    /**
     * Returns the source. Nothing is looked for yet.
     *
     * @param progress gets one line for each thing that takes long, such as a download
     */
    KernelSource source(Settings settings, Consumer<String> progress);
}
