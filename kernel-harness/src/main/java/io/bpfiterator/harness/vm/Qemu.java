package io.bpfiterator.harness.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a virtual machine.
 *
 * @param accelerator kvm or tcg
 * @param memory megabytes
 * @param console the file that gets what the guest prints on its serial port
 * @param ports none for a machine that only boots
 * @param readOnly the directory that the guest takes for its root; null for none
 */
record Qemu(
        String program,
        String accelerator,
        int memory,
        int cpus,
        Path kernel,
        Path initramfs,
        String kernelArguments,
        Path console,
        List<Port> ports,
        @Nullable Path readOnly,
        List<Share> shares) {

    /**
     * What makes short runs short, and ends them: nothing is probed for or calibrated that an emulated machine has for
     * certain; ciphers, which nobody uses, don't test themselves (half a second); a panic is a reset; a reset is a triple
     * fault, which takes no ACPI, and ends QEMU by its {@code -no-reboot}.
     */
    private static final String KERNEL_ARGUMENTS =
            "console=ttyS0 quiet panic=-1 reboot=t mitigations=off nokaslr tsc=reliable no_timer_check cryptomgr.notests"
                    + " rdinit=/init";

    /** Returns the command, with a death signal for QEMU: it is not to outlive this JVM, however that ends. */
    List<String> command() {
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--", program));
        command.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
        command.addAll(
                List.of("-machine", "q35", "-accel", accelerator.equals("tcg") ? "tcg,thread=multi" : accelerator));
        command.addAll(List.of("-cpu", "max", "-m", String.valueOf(memory), "-smp", String.valueOf(cpus)));
        command.addAll(List.of("-kernel", kernel.toString(), "-initrd", initramfs.toString()));
        command.addAll(List.of("-append", (KERNEL_ARGUMENTS + " " + kernelArguments).strip()));
        command.addAll(List.of("-serial", "file:" + console));
        if (!ports.isEmpty()) {
            command.addAll(List.of("-device", "virtio-serial-pci"));
        }
        for (Port port : ports) {
            command.addAll(List.of("-chardev", port.backend() + ",id=" + port.name()));
            command.addAll(List.of("-device", port.device() + ",chardev=" + port.name() + ",name=" + port.name()));
        }
        if (readOnly != null) {
            command.addAll(directory("root", readOnly, ",readonly=on"));
        }
        shares.forEach(share -> command.addAll(directory(share.tag(), share.path(), "")));
        return List.copyOf(command);
    }

    /** Files of several file systems have their inode numbers remapped, or two of them might be taken for one. */
    private static List<String> directory(String tag, Path path, String more) {
        return List.of(
                "-fsdev",
                "local,id=" + tag + ",path=" + value(path) + ",security_model=none,multidevs=remap" + more,
                "-device",
                "virtio-9p-pci,fsdev=" + tag + ",mount_tag=" + tag);
    }

    /** A comma ends a value, two are one in it. */
    static String value(Path path) {
        return path.toString().replace(",", ",,");
    }
}
