// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.spi;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apiguardian.api.API;

/** Creates a source of kernels outside this module; registered with {@link java.util.ServiceLoader}. */
@FunctionalInterface
@API(status = EXPERIMENTAL, since = "0.1")
public interface KernelSourceProvider {

    /**
     * Returns the source, without searching for kernels yet.
     *
     * @param parameters looks up configuration parameters of the run
     * @param progress receives a line for each slow step, such as a download
     */
    KernelSource source(Function<String, Optional<String>> parameters, Consumer<String> progress);
}
