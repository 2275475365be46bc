package io.bpfiterator.harness.spi;

import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Provides a kind of environment; found by {@link java.util.ServiceLoader}. */
public interface EnvironmentProvider {

    /**
     * Returns the names of its environments for messages, with placeholders: {@code container},
     * {@code container:IMAGE}.
     */
    List<String> names();

    /**
     * Returns the environment of a name, without starting it; empty if this provider does not know the name.
     *
     * @throws io.bpfiterator.harness.EnvironmentException if a setting of the environment is invalid
     */
    Optional<Environment> environment(String name, Settings settings);

    /** Returns the settings of its environments, in the order of the documentation. */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /**
     * Returns checks of what its environments require of this machine, by subject. A check returns what it found, or
     * throws a {@link io.bpfiterator.failure.DiagnosedException} that says what is missing and what to do.
     */
    default Map<String, Supplier<String>> questions() {
        return Map.of();
    }
}
