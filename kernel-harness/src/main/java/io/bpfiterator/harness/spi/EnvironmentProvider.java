// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.spi;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/** Provides a kind of environment; found by {@link java.util.ServiceLoader}. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface EnvironmentProvider {

    /**
     * Returns the names of its environments for messages, with placeholders: {@code container},
     * {@code container:IMAGE}.
     */
    List<String> names();

    /**
     * Returns the environment of a name, without starting it; empty if this provider does not know the name.
     *
     * @param parameters looks up configuration parameters of the run; keys that begin with {@code bpfiterator.} are
     *     reserved
     * @throws io.bpfiterator.harness.EnvironmentException if a setting of the environment is invalid
     */
    Optional<Environment> environment(String name, Function<String, Optional<String>> parameters);

    /**
     * Returns checks of what its environments require of this machine, by subject. A check returns what it found, or
     * throws a {@link io.bpfiterator.failure.DiagnosedException} that says what is missing and what to do.
     */
    default Map<String, Supplier<String>> questions() {
        return Map.of();
    }
}
