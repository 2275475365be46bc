// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.EnvironmentProvider;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.SettingsProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Provides {@code container}, with this machine's userland, and {@code container:IMAGE}. */
public final class ContainerProvider implements EnvironmentProvider, SettingsProvider {

    private static final String NAME = "container";
    private static final String WITH_IMAGE = NAME + ":";

    /** Called by {@link java.util.ServiceLoader}. */
    public ContainerProvider() {}

    @Override
    public List<String> names() {
        return List.of(NAME, WITH_IMAGE + "IMAGE");
    }

    @Override
    public List<Setting<?>> settings() {
        return ContainerParameters.ALL;
    }

    @Override
    public Map<String, Supplier<String>> questions() {
        return Map.of("engine", EngineSearch::findDefault);
    }

    @Override
    public Optional<Environment> environment(String name, Function<String, Optional<String>> parameters) {
        if (name.equals(NAME)) {
            return Optional.of(
                    new ContainerEnvironment(name, new HostUserland(), ContainerSettings.of(parameters::apply)));
        }
        if (name.startsWith(WITH_IMAGE)) {
            String image = name.substring(WITH_IMAGE.length()).strip();
            if (image.isEmpty()) {
                throw Failure.invalid("The environment \"" + name + "\" does not name an image")
                        .remedy("Use container, or container:IMAGE with an image that has a Java runtime and libbpf")
                        .exception(EnvironmentException::new);
            }
            return Optional.of(
                    new ContainerEnvironment(name, new ImageUserland(image), ContainerSettings.of(parameters::apply)));
        }
        return Optional.empty();
    }
}
