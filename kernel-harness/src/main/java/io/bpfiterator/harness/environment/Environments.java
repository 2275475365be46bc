package io.bpfiterator.harness.environment;

import io.bpfiterator.kernel.BpfException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.function.Supplier;

/** Finds environments by their names. */
public final class Environments {

    /** The configuration parameter that names those of a run, separated by commas. */
    public static final String PARAMETER = "bpfiterator.environments";

    private Environments() {}

    /** Returns the questions of all providers. */
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
     * @throws BpfException if no provider knows it; the message lists the names that are known
     */
    public static Environment named(String name, Settings settings) {
        List<EnvironmentProvider> providers = providers();
        return providers.stream()
                .map(provider -> provider.environment(name, settings))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new BpfException("There is no environment \"" + name + "\"; there are "
                        + String.join(
                                ", ",
                                providers.stream()
                                        .flatMap(provider -> provider.names().stream())
                                        .toList())
                        + ": see " + PARAMETER));
    }
}
