package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.environment.Settings;
import java.util.Optional;
import org.junit.platform.engine.ConfigurationParameters;

/** Reads settings from JUnit's configuration parameters. */
record ParameterSettings(ConfigurationParameters parameters) implements Settings {

    @Override
    public Optional<String> get(String parameter) {
        return parameters.get(parameter).map(String::strip).filter(value -> !value.isEmpty());
    }
}
