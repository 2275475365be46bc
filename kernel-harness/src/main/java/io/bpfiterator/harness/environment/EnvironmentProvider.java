package io.bpfiterator.harness.environment;

import java.util.List;
import java.util.Optional;

/** Makes environments from their names; a new kind of environment registers one with {@link java.util.ServiceLoader}. */
public interface EnvironmentProvider {

    /** Returns the names that it knows, as a message lists them: {@code container}, {@code container:IMAGE}. */
    List<String> names();

    /**
     * Returns the environment of a name, or nothing if it is not one of this provider's. Nothing is started yet.
     *
     * @throws io.bpfiterator.kernel.BpfException if a setting of that environment can't be right
     */
    Optional<Environment> environment(String name, Settings settings);
}
