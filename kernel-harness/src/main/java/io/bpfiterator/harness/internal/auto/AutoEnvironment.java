// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.auto;

import io.bpfiterator.harness.internal.environment.HostProvider;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.settings.Settings;

/**
 * Holds what {@code auto} stands for on this machine: {@code host} if this process can run every iterator that the
 * kernel names, otherwise the environment of {@code bpfiterator.auto.machine}.
 *
 * @param environment the name of the environment
 * @param reason why, as a clause without a full stop
 */
public record AutoEnvironment(String environment, String reason) {

    /** The name of this choice in {@code bpfiterator.environments}. */
    public static final String NAME = "auto";

    /**
     * Decides by loading a program for each target. The JVMs of one build share the decision. Downloads and starts
     * nothing.
     */
    public static AutoEnvironment decide(Settings settings) {
        return of(BuildVerdict.of(() -> HostVerdict.of(FeatureProbes.ofKernel())), settings);
    }

    static AutoEnvironment of(HostVerdict verdict, Settings settings) {
        return new AutoEnvironment(
                verdict.fit() ? HostProvider.NAME : settings.value(HarnessSettings.AUTO_MACHINE), verdict.reason());
    }

    /** Returns whether the tests run on the running kernel. */
    public boolean isHost() {
        return environment.equals(HostProvider.NAME);
    }

    /** Returns the line that the run prints: {@code auto: this kernel refuses bpf_map_elem (EPERM): using vm:6.12}. */
    public String line() {
        return NAME + ": " + reason + ": using " + environment;
    }
}
