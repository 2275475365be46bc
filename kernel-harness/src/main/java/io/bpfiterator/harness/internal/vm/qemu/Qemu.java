// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import static java.util.stream.Collectors.joining;

import io.bpfiterator.harness.internal.kernel.Architecture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A QEMU command line.
 *
 * @param program the QEMU program for the architecture
 * @param accelerator the value of {@code -accel}: {@code kvm}, or {@code tcg} with its options
 * @param memory in megabytes
 * @param startSource the kernel to boot, or the snapshot to resume from
 * @param ports the guest's virtio ports, empty for a machine that runs no task
 */
public record Qemu(
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
     * Arguments that save time, and make QEMU exit. The self-tests of the ciphers take half a second, and no cipher is
     * used. A panic resets the machine at once, and QEMU exits because of {@code -no-reboot}.
     */
    private static final String KERNEL_ARGUMENTS = "quiet panic=-1 mitigations=off cryptomgr.notests rdinit=/init";

    /** Makes the kernel zero memory when it is freed, so that it takes no space in a snapshot of the memory. */
    private static final String ZERO_FREED = "init_on_free=1";

    /** Returns the command line of the same machine that resumes from a snapshot. */
    public Qemu resumedFrom(StartSource snapshot) {
        return with(snapshot);
    }

    /** Returns the command line of the same machine whose memory is a file. */
    public Qemu withMemoryIn(Path file) {
        StartSource.Kernel kernel = (StartSource.Kernel) startSource;
        return with(new StartSource.Kernel(kernel.image(), kernel.initramfs(), kernel.arguments(), Optional.of(file)));
    }

    /** Returns the command line of the same machine that boots another image of its kernel. */
    public Qemu withKernelImage(Path image) {
        StartSource.Kernel kernel = (StartSource.Kernel) startSource;
        return with(new StartSource.Kernel(image, kernel.initramfs(), kernel.arguments(), kernel.memory()));
    }

    private Qemu with(StartSource other) {
        return new Qemu(architecture, program, accelerator, memory, cpus, other, files, ports, shares);
    }

    /** Returns the command. */
    public List<String> command() {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
        Optional<String> backend = memoryBackend();
        command.addAll(
                List.of("-machine", architecture.machine() + (backend.isPresent() ? ",memory-backend=memory" : "")));
        command.addAll(List.of("-accel", accelerator));
        backend.ifPresent(object -> command.addAll(List.of("-object", object + ",size=" + memory + "M")));
        command.addAll(List.of("-cpu", cpu(), "-m", String.valueOf(memory), "-smp", String.valueOf(cpus)));
        command.addAll(startArguments());
        command.addAll(architecture.devices());
        command.addAll(List.of(
                "-chardev",
                "socket,id=serial,path=" + OptionValue.of(files.serial()) + ",server=on,wait=off,logfile="
                        + OptionValue.of(files.console()),
                "-serial",
                "chardev:serial",
                "-qmp",
                "unix:" + OptionValue.of(files.monitor()) + ",server=on,wait=off"));
        if (!ports.isEmpty()) {
            command.addAll(List.of("-device", "virtio-serial-pci"));
        }
        for (Port port : ports) {
            command.addAll(List.of("-chardev", port.backend() + ",id=" + port.name()));
            command.addAll(List.of("-device", port.device() + ",chardev=" + port.name() + ",name=" + port.name()));
        }
        shares.forEach(share -> command.addAll(
                share.socket().map(socket -> overVirtiofs(share.tag(), socket)).orElseGet(() -> over9p(share))));
        return List.copyOf(command);
    }

    private String cpu() {
        return accelerator.startsWith("tcg") ? architecture.emulatedCpu() : "max";
    }

    /** Returns the object that is the guest's memory; empty if QEMU allocates it. */
    private Optional<String> memoryBackend() {
        if (startSource instanceof StartSource.Kernel kernel && kernel.memory().isPresent()) {
            return Optional.of(memoryFile(kernel.memory().get(), "on"));
        }
        if (startSource instanceof StartSource.WarmSnapshot warm) {
            return Optional.of(memoryFile(warm.memory(), "off"));
        }
        // A vhost-user server reads and writes the guest's memory.
        return shares.stream().anyMatch(share -> share.socket().isPresent())
                ? Optional.of("memory-backend-memfd,id=memory,share=on")
                : Optional.empty();
    }

    private static String memoryFile(Path file, String share) {
        return "memory-backend-file,id=memory,share=" + share + ",mem-path=" + OptionValue.of(file);
    }

    private List<String> startArguments() {
        if (startSource instanceof StartSource.Kernel kernel) {
            return List.of(
                    "-kernel",
                    kernel.image().toString(),
                    "-initrd",
                    kernel.initramfs().toString(),
                    "-append",
                    kernelArguments(kernel.memory().isPresent() ? ZERO_FREED : "", kernel.arguments()));
        }
        // The monitor loads a warm snapshot, since its memory must not be loaded with it.
        return List.of(
                "-incoming",
                startSource instanceof StartSource.SnapshotFile snapshot
                        ? "exec:cat " + ShellArgument.quoted(snapshot.file().toString())
                        : "defer");
    }

    private String kernelArguments(String... more) {
        return Stream.concat(Stream.of(architecture.kernelArguments(), KERNEL_ARGUMENTS), Stream.of(more))
                .filter(arguments -> !arguments.isEmpty())
                .collect(joining(" "));
    }

    /**
     * Returns the command without the kernel's and this run's paths, which is equal for machines that can resume from
     * the same snapshot.
     */
    public List<String> commandIdentity() {
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
                                .map(share -> new Share(share.tag(), nowhere, share.access(), Optional.empty()))
                                .toList())
                .command();
    }

    /** Remaps inode numbers, since files of two host file systems with the same number would appear to be one file. */
    private static List<String> over9p(Share share) {
        return List.of(
                "-fsdev",
                "local,id=" + share.tag() + ",path=" + OptionValue.of(share.path()) + ",multidevs=remap,security_model="
                        + share.access().securityModel(),
                "-device",
                "virtio-9p-pci,fsdev=" + share.tag() + ",mount_tag=" + share.tag());
    }

    private static List<String> overVirtiofs(String tag, Path socket) {
        return List.of(
                "-chardev",
                "socket,id=" + tag + ",path=" + OptionValue.of(socket),
                "-device",
                "vhost-user-fs-pci,chardev=" + tag + ",tag=" + tag);
    }
}
