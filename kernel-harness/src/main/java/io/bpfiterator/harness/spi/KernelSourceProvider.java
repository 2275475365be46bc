package io.bpfiterator.harness.spi;

import io.bpfiterator.internal.settings.Settings;
import java.util.function.Consumer;

/** Creates a source of kernels outside this package; registered with {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface KernelSourceProvider {

    /**
     * Returns the source, without searching for kernels yet.
     *
     * @param progress receives a line for each slow step, such as a download
     */
    KernelSource source(Settings settings, Consumer<String> progress);
}
