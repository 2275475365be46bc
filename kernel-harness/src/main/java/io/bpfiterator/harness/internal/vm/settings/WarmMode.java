// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.settings;

/** The values of {@link VmSettings#WARM}. */
public enum WarmMode {
    /** A process that outlives the run takes a missing snapshot. */
    AUTO,
    /** The run's JVM waits, before it exits, until a missing snapshot has been taken. */
    WAIT,
    OFF
}
