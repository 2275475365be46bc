package io.bpfiterator.harness.environment;

import io.bpfiterator.kernel.BpfException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;

/** Finds environments by their names. */
public final class Environments {

    private Environments() {}

    /**
     * Returns the environment of a name.
     *
     * @throws BpfException if no provider knows it; the message lists the names that are known
     */
    public static Environment named(String name, Settings settings) {
        List<EnvironmentProvider> providers = ServiceLoader.load(EnvironmentProvider.class).stream()
                .map(Provider::get)
                .toList();
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
                        + ": see bpfiterator.environments"));
    }
}
