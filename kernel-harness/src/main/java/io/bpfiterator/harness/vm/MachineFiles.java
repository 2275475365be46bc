package io.bpfiterator.harness.vm;

import java.nio.file.Path;
import java.util.List;

/**
 * What a machine is made of, and talked with through, in a directory of its run's own.
 *
 * @param directory that the guest finds its task in, too
 */
record MachineFiles(Path directory) {

    Path initramfs() {
        return directory.resolve("initramfs");
    }

    /** The kernel's image, unpacked. */
    Path vmlinux() {
        return directory.resolve("vmlinux");
    }

    /** A script for the guest: what it is to see in this run. */
    Path mounts() {
        return directory.resolve("mounts");
    }

    /** A script for the guest: what it is to launch. */
    Path launch() {
        return directory.resolve("launch");
    }

    /** What the guest prints on its serial port. */
    Path console() {
        return directory.resolve("console");
    }

    /** The socket of the serial port, for what the guest is told there. */
    Path serial() {
        return directory.resolve("serial");
    }

    /** The socket of QEMU's monitor. */
    Path monitor() {
        return directory.resolve("monitor");
    }

    /** What QEMU itself prints. */
    Path messages() {
        return directory.resolve("qemu");
    }

    List<Path> all() {
        return List.of(initramfs(), vmlinux(), mounts(), launch(), console(), serial(), monitor(), messages());
    }
}
