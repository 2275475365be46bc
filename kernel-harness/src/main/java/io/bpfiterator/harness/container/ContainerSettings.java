package io.bpfiterator.harness.container;

import io.bpfiterator.internal.settings.Settings;
import java.util.Optional;

/**
 * How a container is made, as {@link ContainerParameters} say.
 *
 * @param ownPids whether the container has a pid namespace of its own, so that iterators read in it show its tasks alone
 * @param network an engine's word for a network: {@code none}, {@code host}, or a network's name
 * @param engine which engine to use: {@code docker}, {@code podman} or a socket's URI
 * @param memory how many bytes the container may use
 */
record ContainerSettings(
        Privileges privileges, boolean ownPids, String network, Optional<String> engine, Optional<Long> memory) {

    /** @throws io.bpfiterator.failure.BpfException if one of them is wrong */
    static ContainerSettings of(Settings settings) {
        return new ContainerSettings(
                Privileges.of(settings),
                settings.value(ContainerParameters.PID).equals("own"),
                settings.value(ContainerParameters.NETWORK),
                settings.given(ContainerParameters.ENGINE),
                settings.given(ContainerParameters.MEMORY));
    }
}
