package io.bpfiterator.harness.environment;

import java.util.Optional;

/** The configuration parameters of a run. */
@FunctionalInterface
public interface Settings {

    /** Returns a parameter's value, stripped; nothing where it is not set or blank. */
    Optional<String> get(String parameter);
}
