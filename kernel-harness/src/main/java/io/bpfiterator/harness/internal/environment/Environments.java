// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.EnvironmentProvider;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.text.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.function.Supplier;

/** Finds environments by name. */
public final class Environments {

    private Environments() {}

    /** Returns the checks of all providers, by subject. */
    public static Map<String, Supplier<String>> questions() {
        Map<String, Supplier<String>> questions = new LinkedHashMap<>();
        providers().forEach(provider -> questions.putAll(provider.questions()));
        return questions;
    }

    private static List<EnvironmentProvider> providers() {
        return ServiceLoader.load(EnvironmentProvider.class).stream()
                .map(Provider::get)
                .toList();
    }

    /**
     * Returns the environment of a name.
     *
     * @throws EnvironmentException if no provider knows the name, or a setting of the environment is invalid
     */
    public static Environment named(String name, Settings settings) {
        List<EnvironmentProvider> providers = providers();
        return providers.stream()
                .map(provider -> provider.environment(name, settings::get))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> unknown(
                        name,
                        providers.stream()
                                .flatMap(provider -> provider.names().stream())
                                .toList()));
    }

    private static EnvironmentException unknown(String name, List<String> known) {
        return Failure.notFound("Unknown environment \"" + name + "\"")
                .remedy("Known environments are " + String.join(", ", known) + NearestName.question(". ", name, known))
                .exception(EnvironmentException::new);
    }
}
