package io.bpfiterator.harness.vm;

import java.nio.file.Path;

/** Where a machine begins. */
sealed interface StartSource {

    /**
     * Boots a kernel.
     *
     * @param arguments added to its command line
     */
    record Kernel(Path image, Path initramfs, String arguments) implements StartSource {}

    /** Goes on from a {@link Snapshot}'s file. */
    record SnapshotFile(Path file) implements StartSource {}
}
