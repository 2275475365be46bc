package io.bpfiterator.harness.internal.vm.qemu;

import java.nio.file.Path;

/** What a virtual machine starts from: a kernel that it boots, or a snapshot that it resumes from. */
public sealed interface StartSource {

    /**
     * A kernel that QEMU boots ({@code -kernel}).
     *
     * @param arguments added to the kernel's command line
     */
    record Kernel(Path image, Path initramfs, String arguments) implements StartSource {}

    /** The snapshot of a booted machine, which QEMU loads as an incoming migration ({@code -incoming}). */
    record SnapshotFile(Path file) implements StartSource {}
}
