// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.SimulatedKernel;
import io.bpfiterator.internal.kernel.KernelRelease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Simulates a running kernel without some features. */
abstract class OnASimulatedKernel {

    static final String LINUX = "Linux " + KernelRelease.running();

    AutoCloseable kernel;

    /**
     * Conditions in this JVM see a kernel with some features missing or refused; those in forked JVMs see the real one.
     */
    @BeforeEach
    void simulateAKernel() {
        kernel = SimulatedKernel.withEverything()
                .without("cgroup", "dmabuf", "bpf_loop")
                .refusing("sockmap", Errno.EPERM)
                .asRunning();
    }

    @AfterEach
    void restoreTheRunningKernel() throws Exception {
        kernel.close();
    }
}
