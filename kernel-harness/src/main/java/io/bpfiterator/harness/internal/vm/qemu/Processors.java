// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A virtual machine's processors.
 *
 * <p>If the user does not set their number, a machine has one, or two if it is the only machine of the run: while the
 * tests run, the second one runs the JVM's compiler and garbage collector.
 *
 * @param singleThreaded whether QEMU emulates all processors on one thread (single-threaded TCG)
 */
public record Processors(int count, boolean singleThreaded) {

    /**
     * Chooses the processors of a machine.
     *
     * @param requested the number that the user has set
     * @param onlyMachine whether the run has exactly one virtual machine
     * @param qemu asked for its version if the machine is emulated with more than one processor
     */
    public static Processors of(Optional<Integer> requested, boolean onlyMachine, boolean emulated, Path qemu) {
        int usual = onlyMachine ? Math.min(2, Runtime.getRuntime().availableProcessors()) : 1;
        int count = requested.orElse(usual);
        if (count == 1 || !emulated || QemuVersion.of(qemu).supportsMultiThreadedTcg()) {
            return new Processors(count, false);
        }
        // With single-threaded TCG, a second processor makes nothing faster.
        return requested.isPresent() ? new Processors(count, true) : new Processors(1, false);
    }

    /** Returns the value of QEMU's {@code -accel} option for an emulated machine. */
    public String emulation() {
        return "tcg,thread=" + (singleThreaded ? "single" : "multi");
    }

    /** Returns {@code 1 CPU}, {@code 2 CPUs} or {@code 2 CPUs (single-threaded TCG)}. */
    public String description() {
        return count + (count == 1 ? " CPU" : " CPUs") + (singleThreaded ? " (single-threaded TCG)" : "");
    }
}
