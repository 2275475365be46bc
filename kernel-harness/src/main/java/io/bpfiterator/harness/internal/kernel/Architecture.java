// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Holds what differs between the architectures of guests.
 *
 * <p>A guest runs this machine's userland, so it has this machine's architecture.
 */
public enum Architecture {
    /**
     * The kernel arguments skip probes and calibrations whose outcome is known for this machine. {@code reboot=t}
     * resets by a triple fault, which does not need ACPI.
     */
    AMD64(
            "qemu-system-x86_64",
            "qemu-system-x86",
            "qemu-system-x86-core",
            "q35",
            // Linux would copy memory with rep movsb, which QEMU emulates byte by byte.
            "max,erms=off,fsrm=off",
            "console=ttyS0 reboot=t nokaslr tsc=reliable no_timer_check",
            // Notifies a kernel that it was resumed from a snapshot in another machine.
            "-device",
            "vmgenid,guid=auto"),
    AARCH64(
            "qemu-system-aarch64",
            "qemu-system-arm",
            "qemu-system-aarch64-core",
            "virt,gic-version=max",
            "max",
            "console=ttyAMA0 nokaslr");

    private final String qemu;
    private final String debianPackage;
    private final String fedoraPackage;
    private final String machine;
    private final String emulatedCpu;
    private final String kernelArguments;
    private final List<String> devices;

    Architecture(
            String qemu,
            String debianPackage,
            String fedoraPackage,
            String machine,
            String emulatedCpu,
            String kernelArguments,
            String... devices) {
        this.qemu = qemu;
        this.debianPackage = debianPackage;
        this.fedoraPackage = fedoraPackage;
        this.machine = machine;
        this.emulatedCpu = emulatedCpu;
        this.kernelArguments = kernelArguments;
        this.devices = List.of(devices);
    }

    /**
     * Returns this machine's architecture.
     *
     * @throws EnvironmentException if guests of it are not supported
     */
    public static Architecture ofThisMachine() {
        return named(System.getProperty("os.arch"));
    }

    /** Returns Debian's name for it. */
    String debianName() {
        return this == AARCH64 ? "arm64" : toString();
    }

    static Architecture named(String name) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.absent("Cannot run virtual machines on " + name)
                        .because("only "
                                + Arrays.stream(values())
                                        .map(Architecture::toString)
                                        .collect(Collectors.joining(" and "))
                                + " are supported, and a guest has the architecture of its host")
                        .remedy("Run these tests on the host or in a container")
                        .exception(EnvironmentException::new));
    }

    /** Checks that this machine can run an image of this architecture. */
    void requireHere(Path image) {
        if (this != ofThisMachine()) {
            throw Failure.absent("Cannot boot " + image)
                    .because("it is a kernel for " + this + ", and a guest runs this machine's userland, which is for "
                            + ofThisMachine())
                    .remedy("Run these tests on a machine of the architecture " + this)
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns QEMU's command for this architecture. */
    public String qemu() {
        return qemu;
    }

    /** Returns the package of Debian and Ubuntu that contains the command. */
    public String debianPackage() {
        return debianPackage;
    }

    /** Returns the package of Fedora that contains the command. */
    public String fedoraPackage() {
        return fedoraPackage;
    }

    /** Returns QEMU's name for the machine type, with its options. */
    public String machine() {
        return machine;
    }

    /** Returns QEMU's name for the model of an emulated processor, with its features. */
    public String emulatedCpu() {
        return emulatedCpu;
    }

    /** Returns the kernel arguments that set the console, and make the kernel boot and shut down faster. */
    public String kernelArguments() {
        return kernelArguments;
    }

    /** Returns QEMU's arguments for the devices that each machine has. */
    public List<String> devices() {
        return devices;
    }

    /** Returns Java's name for this architecture: {@code amd64}. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
