package io.bpfiterator.harness.spi;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/** Provides kernels by name. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface KernelSource {

    /** Returns the known names, or their forms, for messages: {@code 6.1}, {@code /path/to/bzImage}. */
    List<String> names();

    /** Returns whether a name belongs to this source, without checking that the kernel exists. */
    boolean knows(String name);

    /**
     * Returns where the kernel with a known name comes from: a file, the cache, or a mirror. Does not fetch anything.
     *
     * @throws io.bpfiterator.harness.EnvironmentException if this machine cannot provide it
     */
    String origin(String name);

    /**
     * Returns the kernel with a known name, after fetching it if necessary.
     *
     * @throws io.bpfiterator.harness.EnvironmentException if it cannot be found or fetched
     */
    Kernel kernel(String name);
}
