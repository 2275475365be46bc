package io.bpfiterator.harness.internal.auto;

import io.bpfiterator.harness.environment.HostProvider;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.settings.Settings;

/**
 * What {@code auto} stands for on this machine: {@code host} where this process can run every iterator that the kernel
 * names, else a virtual machine with a kernel of the release's choice.
 *
 * @param environment the name of the environment
 * @param reason why, as a clause without a full stop
 */
public record AutoEnvironment(String environment, String reason) {

    /** What {@code bpfiterator.environments} says for it. */
    public static final String NAME = "auto";

    /**
     * Decides, by loading a program for each target; the JVMs of one build share the answer. Fetches and starts
     * nothing.
     */
    public static AutoEnvironment decide(Settings settings) {
        return of(BuildVerdict.of(() -> HostVerdict.of(FeatureProbes.ofKernel())), settings);
    }

    static AutoEnvironment of(HostVerdict verdict, Settings settings) {
        return new AutoEnvironment(
                verdict.fit() ? HostProvider.NAME : settings.value(HarnessSettings.AUTO_MACHINE), verdict.reason());
    }

    /** Tells whether it is the running kernel. */
    public boolean isHost() {
        return environment.equals(HostProvider.NAME);
    }

    /** Returns the line for the user: {@code auto: this kernel refuses bpf_map_elem (EPERM): using vm:6.12}. */
    public String line() {
        return NAME + ": " + reason + ": using " + environment;
    }
}
