package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.kernel.Architecture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a virtual machine.
 *
 * @param program that runs machines of that architecture
 * @param accelerator as {@code -accel} takes it: kvm, or tcg with its options
 * @param memory megabytes
 * @param ports none for a machine that only boots
 */
record Qemu(
        Architecture architecture,
        String program,
        String accelerator,
        int memory,
        int cpus,
        StartSource startSource,
        MachineFiles files,
        List<Port> ports,
        List<Share> shares) {

    /**
     * What makes short runs short, and ends them: ciphers, which nobody uses, don't test themselves (half a second); a panic is
     * a reset, which ends QEMU by its {@code -no-reboot}.
     */
    private static final String KERNEL_ARGUMENTS = "quiet panic=-1 mitigations=off cryptomgr.notests rdinit=/init";

    /** Returns the same machine as it goes on from a snapshot. */
    Qemu resumedFrom(Path snapshot) {
        return with(new StartSource.SnapshotFile(snapshot));
    }

    /** Returns the same machine with its kernel in another file. */
    Qemu withKernelImage(Path image) {
        StartSource.Kernel kernel = (StartSource.Kernel) startSource;
        return with(new StartSource.Kernel(image, kernel.initramfs(), kernel.arguments()));
    }

    private Qemu with(StartSource other) {
        return new Qemu(architecture, program, accelerator, memory, cpus, other, files, ports, shares);
    }

    /** Returns the command, with a death signal for QEMU: it is not to outlive this JVM, however that ends. */
    List<String> command() {
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--", program));
        command.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
        boolean shared = shares.stream().anyMatch(share -> share.socket() != null);
        command.addAll(List.of("-machine", architecture.machine() + (shared ? ",memory-backend=memory" : "")));
        command.addAll(List.of("-accel", accelerator));
        if (shared) {
            // Whoever serves files through a socket reads and writes the guest's memory.
            command.addAll(List.of("-object", "memory-backend-memfd,id=memory,share=on,size=" + memory + "M"));
        }
        command.addAll(List.of("-cpu", "max", "-m", String.valueOf(memory), "-smp", String.valueOf(cpus)));
        command.addAll(beginning());
        command.addAll(architecture.devices());
        command.addAll(List.of(
                "-chardev",
                "socket,id=serial,path=" + value(files.serial()) + ",server=on,wait=off,logfile="
                        + value(files.console()),
                "-serial",
                "chardev:serial",
                "-qmp",
                "unix:" + value(files.monitor()) + ",server=on,wait=off"));
        if (!ports.isEmpty()) {
            command.addAll(List.of("-device", "virtio-serial-pci"));
        }
        for (Port port : ports) {
            command.addAll(List.of("-chardev", port.backend() + ",id=" + port.name()));
            command.addAll(List.of("-device", port.device() + ",chardev=" + port.name() + ",name=" + port.name()));
        }
        shares.forEach(share -> command.addAll(share.socket() == null ? over9p(share) : overVirtiofs(share)));
        return List.copyOf(command);
    }

    private List<String> beginning() {
        if (startSource instanceof StartSource.Kernel kernel) {
            return List.of(
                    "-kernel",
                    kernel.image().toString(),
                    "-initrd",
                    kernel.initramfs().toString(),
                    "-append",
                    kernelArguments(kernel.arguments()));
        }
        return List.of(
                "-incoming",
                "exec:cat "
                        + GuestScripts.quoted(
                                ((StartSource.SnapshotFile) startSource).file().toString()));
    }

    private String kernelArguments(String more) {
        return String.join(" ", architecture.kernelArguments(), KERNEL_ARGUMENTS, more)
                .strip();
    }

    /** Returns the command of a machine that is made the same, and connected with nothing of one run's own. */
    List<String> commandIdentity() {
        StartSource.Kernel kernel = (StartSource.Kernel) startSource;
        Path nowhere = Path.of("/");
        return new Qemu(
                        architecture,
                        program,
                        accelerator,
                        memory,
                        cpus,
                        new StartSource.Kernel(nowhere, nowhere, kernel.arguments()),
                        new MachineFiles(nowhere),
                        ports.stream()
                                .map(port -> new Port(port.name(), port.device(), "null"))
                                .toList(),
                        shares.stream()
                                .map(share -> new Share(share.tag(), nowhere, share.access(), null))
                                .toList())
                .command();
    }

    /** Files of several file systems have their inode numbers remapped, or two of them might be taken for one. */
    private static List<String> over9p(Share share) {
        return List.of(
                "-fsdev",
                "local,id=" + share.tag() + ",path=" + value(share.path()) + ",multidevs=remap,security_model="
                        + share.access().securityModel(),
                "-device",
                "virtio-9p-pci,fsdev=" + share.tag() + ",mount_tag=" + share.tag());
    }

    private static List<String> overVirtiofs(Share share) {
        return List.of(
                "-chardev",
                "socket,id=" + share.tag() + ",path=" + value(share.socket()),
                "-device",
                "vhost-user-fs-pci,chardev=" + share.tag() + ",tag=" + share.tag());
    }

    /** A comma ends a value, two are one in it. */
    static String value(Path path) {
        return path.toString().replace(",", ",,");
    }
}
