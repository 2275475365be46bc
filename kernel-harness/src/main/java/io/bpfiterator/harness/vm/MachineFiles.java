package io.bpfiterator.harness.vm;

import java.nio.file.Path;
import java.util.List;

/**
 * The files and sockets of a virtual machine.
 *
 * @param directory the run's directory, where the guest finds its task
 */
record MachineFiles(Path directory) {

    Path initramfs() {
        return directory.resolve("initramfs");
    }

    /** Returns the kernel's unpacked image. */
    Path vmlinux() {
        return directory.resolve("vmlinux");
    }

    /** Returns the guest's script that mounts what this run requires. */
    Path mounts() {
        return directory.resolve("mounts");
    }

    /** Returns the guest's script that launches the task. */
    Path launch() {
        return directory.resolve("launch");
    }

    /** Returns the file for what the guest prints on its serial port. */
    Path console() {
        return directory.resolve("console");
    }

    /** Returns the socket of the serial port, through which the guest receives its task. */
    Path serial() {
        return directory.resolve("serial");
    }

    /** Returns the socket of QEMU's monitor. */
    Path monitor() {
        return directory.resolve("monitor");
    }

    /** Returns the file for what QEMU itself prints. */
    Path messages() {
        return directory.resolve("qemu");
    }

    List<Path> all() {
        return List.of(initramfs(), vmlinux(), mounts(), launch(), console(), serial(), monitor(), messages());
    }
}
