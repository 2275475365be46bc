// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import java.nio.file.Path;
import java.util.List;

/**
 * The files and sockets of a virtual machine.
 *
 * @param directory the run's directory, where the guest finds its task
 */
public record MachineFiles(Path directory) {

    public Path initramfs() {
        return directory.resolve("initramfs");
    }

    /** Returns the kernel's unpacked image. */
    public Path vmlinux() {
        return directory.resolve("vmlinux");
    }

    /** Returns the guest's script that mounts what this run requires. */
    public Path mounts() {
        return directory.resolve("mounts");
    }

    /** Returns the guest's script that launches the task. */
    public Path launch() {
        return directory.resolve("launch");
    }

    /** Returns the file for what the guest prints on its serial port. */
    public Path console() {
        return directory.resolve("console");
    }

    /** Returns the socket of the serial port, through which the guest receives its task. */
    public Path serial() {
        return directory.resolve("serial");
    }

    /** Returns the socket of QEMU's monitor. */
    public Path monitor() {
        return directory.resolve("monitor");
    }

    /** Returns the file for what QEMU itself prints. */
    public Path messages() {
        return directory.resolve("qemu");
    }

    public List<Path> all() {
        return List.of(initramfs(), vmlinux(), mounts(), launch(), console(), serial(), monitor(), messages());
    }
}
