// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.spi;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    /**
     * Returns the directory with all modules of a kernel, after fetching them if necessary: what
     * {@code /lib/modules/RELEASE} contains on a system with this kernel, with the indexes that {@code depmod} writes.
     * Empty if this source does not have them. By default, returns the directory of {@link Kernel#modules} if it has
     * such an index.
     *
     * @param name the name with which {@link #kernel} returned the kernel
     * @throws io.bpfiterator.harness.EnvironmentException if they cannot be fetched
     */
    default Optional<Path> modules(String name, Kernel kernel) {
        return Optional.ofNullable(kernel.modules())
                .filter(directory -> Files.isRegularFile(directory.resolve("modules.dep")));
    }
}
