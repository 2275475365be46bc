// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import io.bpfiterator.support.KernelObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What this process uses.
 *
 * @param heap in bytes, after a collection
 * @param resident in KiB
 * @param ofBpf how many of the descriptors are those of BPF objects
 */
record Usage(long descriptors, long ofBpf, long threads, long heap, long resident) {

    private static final double MEBI = 1024.0 * 1024;

    static Usage now() throws IOException {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heap = runtime.totalMemory() - runtime.freeMemory();
        return new Usage(
                descriptorCount(),
                KernelObjects.openDescriptors().size(),
                ProcFile.ofThisProcess("Threads"),
                heap,
                ProcFile.ofThisProcess("VmRSS"));
    }

    private static long descriptorCount() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d descriptors (%d of BPF), %d threads, %.1f MiB of heap, %.0f MiB resident",
                descriptors,
                ofBpf,
                threads,
                heap / MEBI,
                resident / 1024.0);
    }
}
