package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that differs between architectures of guests.
 *
 * <p>A guest runs this machine's userland, and so is of this machine's architecture.
 */
public enum Architecture {
    /**
     * What is not probed for or calibrated is what an emulated machine has for certain; a reset is a triple fault, which takes
     * no ACPI.
     */
    AMD64(
            "qemu-system-x86_64",
            "qemu-system-x86",
            "qemu-system-x86-core",
            "q35",
            "console=ttyS0 reboot=t nokaslr tsc=reliable no_timer_check",
            // Tells the kernel that it goes on in another machine.
            "-device",
            "vmgenid,guid=auto"),
    AARCH64(
            "qemu-system-aarch64",
            "qemu-system-arm",
            "qemu-system-aarch64-core",
            "virt,gic-version=max",
            "console=ttyAMA0 nokaslr");

    private final String qemu;
    private final String debianPackage;
    private final String fedoraPackage;
    private final String machine;
    private final String kernelArguments;
    private final List<String> devices;

    Architecture(
            String qemu,
            String debianPackage,
            String fedoraPackage,
            String machine,
            String kernelArguments,
            String... devices) {
        this.qemu = qemu;
        this.debianPackage = debianPackage;
        this.fedoraPackage = fedoraPackage;
        this.machine = machine;
        this.kernelArguments = kernelArguments;
        this.devices = List.of(devices);
    }

    /**
     * Returns this machine's.
     *
     * @throws EnvironmentException if there can be no guests of it
     */
    public static Architecture ofThisMachine() {
        return named(System.getProperty("os.arch"));
    }

    static Architecture named(String name) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> EnvironmentException.unavailable(
                        "Virtual machines are of this machine's architecture, and of " + name
                                + " none can be made yet, only of "
                                + Arrays.stream(values())
                                        .map(Architecture::toString)
                                        .collect(Collectors.joining(" and "))
                                + "; run these tests on the host or in a container here",
                        0,
                        ""));
    }

    /** Makes sure that guests can be of it here. */
    void require(Object image) {
        if (this != ofThisMachine()) {
            throw EnvironmentException.unavailable(
                    image + " is a kernel for " + this + ", and a guest of that takes " + qemu + " and a userland of "
                            + this + " with Java and libbpf, while this machine's is of " + ofThisMachine()
                            + "; run these tests on a machine of " + this,
                    0,
                    "");
        }
    }

    /** Returns the command that runs guests. */
    public String qemu() {
        return qemu;
    }

    /** Returns the package of Debian and Ubuntu that has the command. */
    public String debianPackage() {
        return debianPackage;
    }

    /** Returns Fedora's package that has the command. */
    public String fedoraPackage() {
        return fedoraPackage;
    }

    /** Returns QEMU's name of the machine. */
    public String machine() {
        return machine;
    }

    /** Returns what a kernel is told: where its console is, and what makes it start and end faster. */
    public String kernelArguments() {
        return kernelArguments;
    }

    /** Returns what QEMU is told of devices that each machine has. */
    public List<String> devices() {
        return devices;
    }

    /** Returns the name that Java has for it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
