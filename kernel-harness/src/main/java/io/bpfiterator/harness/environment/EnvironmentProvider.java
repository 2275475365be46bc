package io.bpfiterator.harness.environment;

import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes environments from their names; a new kind of environment registers one with {@link java.util.ServiceLoader}. */
public interface EnvironmentProvider {

    /** Returns the names that it knows, as a message lists them: {@code container}, {@code container:IMAGE}. */
    List<String> names();

    /**
     * Returns the environment of a name, or nothing if it is not one of this provider's. Nothing is started yet.
     *
     * @throws io.bpfiterator.failure.BpfException if a setting of that environment can't be right
     */
    Optional<Environment> environment(String name, Settings settings);

    /** Returns the settings that its environments read, in the order of the documentation. */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /**
     * Returns questions to this machine about what its environments take, by subject. An answer says what was found; a
     * {@link io.bpfiterator.failure.BpfException} says what is missing, and what to do about it.
     */
    default Map<String, Supplier<String>> questions() {
        return Map.of();
    }
}
