// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import java.nio.file.Path;
import java.util.Optional;

/** What a virtual machine starts from: a kernel that it boots, or a snapshot that it resumes from. */
public sealed interface StartSource {

    /**
     * A kernel that QEMU boots ({@code -kernel}).
     *
     * @param arguments added to the kernel's command line
     * @param memory a file to be the guest's memory, which is thereby part of a snapshot; empty if QEMU allocates it
     */
    record Kernel(Path image, Path initramfs, String arguments, Optional<Path> memory) implements StartSource {

        public Kernel(Path image, Path initramfs, String arguments) {
            this(image, initramfs, arguments, Optional.empty());
        }

        @Override
        public boolean isSnapshot() {
            return false;
        }
    }

    /** The snapshot of a booted machine, which QEMU loads as an incoming migration ({@code -incoming}). */
    record SnapshotFile(Path file) implements StartSource {}

    /**
     * The snapshot of a machine whose agent is warm, in two files.
     *
     * @param devices the state of the devices, which QEMU loads as an incoming migration
     * @param memory the guest's memory, which QEMU maps: machines that resume from it share what they do not change
     */
    record WarmSnapshot(Path devices, Path memory) implements StartSource {}

    default boolean isSnapshot() {
        return true;
    }
}
