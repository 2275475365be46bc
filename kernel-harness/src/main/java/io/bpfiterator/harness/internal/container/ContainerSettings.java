// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.internal.settings.Settings;
import java.util.Optional;

/**
 * Holds the values of {@link ContainerParameters}.
 *
 * @param ownPids whether the container has its own PID namespace, so that iterators read in it show only its tasks
 * @param network {@code none}, {@code host}, or the name of one of the engine's networks
 * @param engine the engine to use: {@code docker}, {@code podman} or the URI of a socket; empty for any
 * @param memory the memory limit in bytes; empty for no limit
 */
record ContainerSettings(
        Privileges privileges, boolean ownPids, String network, Optional<String> engine, Optional<Long> memory) {

    /** @throws io.bpfiterator.failure.DiagnosedException if a value is invalid */
    static ContainerSettings of(Settings settings) {
        return new ContainerSettings(
                Privileges.of(settings),
                settings.value(ContainerParameters.PID).equals("own"),
                settings.value(ContainerParameters.NETWORK),
                settings.given(ContainerParameters.ENGINE),
                settings.given(ContainerParameters.MEMORY));
    }
}
