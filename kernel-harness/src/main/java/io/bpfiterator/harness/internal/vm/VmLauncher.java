// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Architecture;
import io.bpfiterator.harness.internal.kernel.KernelConfig;
import io.bpfiterator.harness.internal.kernel.UncompressedImage;
import io.bpfiterator.harness.internal.vm.acceleration.Acceleration;
import io.bpfiterator.harness.internal.vm.guest.Busybox;
import io.bpfiterator.harness.internal.vm.guest.FileSharing;
import io.bpfiterator.harness.internal.vm.guest.GuestScripts;
import io.bpfiterator.harness.internal.vm.guest.GuestTask;
import io.bpfiterator.harness.internal.vm.guest.Initramfs;
import io.bpfiterator.harness.internal.vm.guest.KernelModules;
import io.bpfiterator.harness.internal.vm.machine.VirtualMachine;
import io.bpfiterator.harness.internal.vm.qemu.FileServer;
import io.bpfiterator.harness.internal.vm.qemu.MachineFiles;
import io.bpfiterator.harness.internal.vm.qemu.Port;
import io.bpfiterator.harness.internal.vm.qemu.Processors;
import io.bpfiterator.harness.internal.vm.qemu.Qemu;
import io.bpfiterator.harness.internal.vm.qemu.Share;
import io.bpfiterator.harness.internal.vm.qemu.StartSource;
import io.bpfiterator.harness.internal.vm.qemu.Virtiofsd;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.internal.vm.snapshot.BootedSnapshot;
import io.bpfiterator.harness.internal.vm.snapshot.Snapshot;
import io.bpfiterator.harness.internal.vm.snapshot.WarmSnapshot;
import io.bpfiterator.harness.internal.vm.warm.WarmUp;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.internal.cache.FileCache;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Checks what a virtual machine requires, fetches its kernel, and starts QEMU with a task for the guest. */
final class VmLauncher {

    private final VmOptions options;
    private final Consumer<String> progress;
    private final Architecture architecture = Architecture.ofThisMachine();
    private final Path program;
    private final byte[] busybox;
    private final Kernel kernel;
    private final Optional<Path> allModules;
    private final Acceleration acceleration;
    private final Processors processors;

    /**
     * Checks the requirements on this machine, and fetches the kernel if necessary.
     *
     * @param run whose only machine has more processors
     * @param progress receives a line for each problem that does not prevent the start
     * @throws EnvironmentException if a requirement is not met, or the kernel is too old for BPF iterators
     */
    VmLauncher(
            String name,
            MachineRequirements requirements,
            Supplier<Kernel> kernel,
            Function<Kernel, Optional<Path>> modules,
            VmOptions options,
            RunContext run,
            Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        requirements.require();
        this.program = requirements.qemu();
        this.busybox = Busybox.find();
        this.kernel = kernel.get();
        String release = this.kernel.release();
        if (!KernelRelease.parse(release).isAtLeast(KernelRelease.FIRST_WITH_ITERATORS)) {
            throw Failure.invalid("Cannot run tests in " + name)
                    .because("its kernel is Linux " + release + ", and BPF iterators require Linux "
                            + KernelRelease.FIRST_WITH_ITERATORS)
                    .remedy("Name a newer kernel")
                    .exception(EnvironmentException::new);
        }
        this.allModules = options.allModules() ? Optional.of(allModules(modules)) : Optional.empty();
        this.acceleration = acceleration();
        this.processors = Processors.of(options.cpus(), run.kernels() == 1, isEmulated(), program);
    }

    private Path allModules(Function<Kernel, Optional<Path>> modules) {
        return modules.apply(kernel).orElseThrow(() -> Failure.notFound(
                        "Cannot show the guest all modules of " + kernel.description())
                .because(
                        kernel.modules() == null
                                ? "no directory of modules is known"
                                : kernel.modules() + " has no modules.dep, which depmod writes")
                .remedy("Name a directory that make modules_install wrote, vm:/path/to/bzImage:/path/to/lib/modules/"
                        + kernel.release() + ", or remove " + VmSettings.ALL_MODULES)
                .exception(EnvironmentException::new));
    }

    /** Returns a launch whose agent knows the configuration of the kernel to boot, or where it was searched. */
    AgentLaunch withKernelConfig(AgentLaunch launch) {
        return KernelConfig.of(kernel, launch.directory())
                .map(launch::withKernelConfig)
                .orElseGet(() -> launch.with(
                        List.of("-D" + ExtensionSettings.KCONFIG_PLACES + "=" + KernelConfig.places(kernel))));
    }

    boolean isEmulated() {
        return acceleration.accelerator().equals("tcg");
    }

    /** A machine that has not been started: QEMU's command line and what it serves. */
    record Machine(Qemu qemu, List<Share> shares, List<Share> writable, Optional<Virtiofsd> virtiofsd) {}

    /** Prepares a machine: writes its initramfs, and builds the command line that boots it. */
    Machine machine(GuestTask task) {
        KernelModules modules = new KernelModules(kernel.modules());
        FileSharing sharing = FileSharing.with(modules);
        List<Share> writable = writable(task, sharing);
        List<Share> shares =
                new ArrayList<>(List.of(share("root", Path.of("/"), Share.Access.READ_ONLY, task, sharing)));
        shares.addAll(writable);
        Optional<Virtiofsd> virtiofsd =
                sharing == FileSharing.VIRTIOFS ? Optional.of(Virtiofsd.find(options.virtiofsd())) : Optional.empty();
        MachineFiles files = new MachineFiles(task.directory());
        Initramfs.write(
                files.initramfs(),
                busybox,
                modules.closure(bootModules(sharing)),
                Map.of("sharing", "type=" + sharing.type() + "\n", "ports", GuestScripts.ports(task.ports())));
        Qemu qemu = new Qemu(
                architecture,
                program.toString(),
                isEmulated() ? processors.emulation() : acceleration.accelerator(),
                options.memory(),
                processors.count(),
                new StartSource.Kernel(kernel.image(), files.initramfs(), options.kernelArguments()),
                files,
                task.ports(),
                shares);
        return new Machine(qemu, shares, writable, virtiofsd);
    }

    VirtualMachine start(GuestTask task) {
        Machine machine = machine(task);
        Qemu qemu = machine.qemu();
        Optional<BootedSnapshot> snapshot =
                isEmulated() && options.snapshots() && machine.virtiofsd().isEmpty()
                        ? Optional.of(BootedSnapshot.of(
                                qemu.commandIdentity(),
                                program,
                                kernel.image(),
                                qemu.files().initramfs(),
                                progress))
                        : Optional.empty();
        Optional<StartSource> resumed = snapshot.flatMap(BootedSnapshot::file).map(StartSource.SnapshotFile::new);
        return start(task, machine, resumed, snapshot.map(Snapshot.class::cast));
    }

    /** Returns why this machine cannot resume from a warm snapshot; empty if it can. */
    Optional<String> warmObstacle() {
        return FileSharing.with(new KernelModules(kernel.modules())) == FileSharing.VIRTIOFS
                ? Optional.of("the kernel has no 9p, and virtiofsd cannot be part of a snapshot")
                : Optional.empty();
    }

    /**
     * Returns the warm snapshot of a machine, whether it exists yet or not.
     *
     * @param agent identifies the agent that is part of it
     */
    WarmSnapshot warmSnapshot(Machine machine, List<String> agent) throws IOException {
        Qemu qemu = machine.qemu();
        List<String> parts = new ArrayList<>(qemu.commandIdentity());
        parts.addAll(agent);
        parts.add(FileCache.part(program));
        parts.add(FileCache.part(kernel.image()));
        parts.add(FileCache.contents(qemu.files().initramfs()));
        return WarmSnapshot.of(parts);
    }

    /** Starts a machine from its warm snapshot, whose files are {@code from}. */
    VirtualMachine resume(GuestTask task, Machine machine, WarmSnapshot snapshot, StartSource from) {
        return start(task, machine, Optional.of(from), Optional.of(snapshot));
    }

    /**
     * Takes a warm snapshot of a machine.
     *
     * @param image the agent and what it needs, as another part of the initramfs
     */
    void warmUp(GuestTask task, Path image, WarmSnapshot snapshot) throws IOException {
        // Its port is not that of a run's agent, for which nobody listens.
        Qemu qemu = machine(new GuestTask(
                        task.script(),
                        task.directory(),
                        task.read(),
                        task.ports().stream()
                                .map(port -> Port.unconnected(port.name()))
                                .toList()))
                .qemu();
        try (OutputStream initramfs = Files.newOutputStream(qemu.files().initramfs(), StandardOpenOption.APPEND)) {
            Files.copy(image, initramfs);
        }
        snapshot.create((memory, devices) ->
                WarmUp.run(qemu.withKernelImage(image(qemu.files().vmlinux())).withMemoryIn(memory), devices));
    }

    private VirtualMachine start(
            GuestTask task, Machine machine, Optional<StartSource> resumed, Optional<Snapshot> snapshot) {
        Qemu qemu = machine.qemu();
        MachineFiles files = qemu.files();
        write(
                GuestScripts.mounts(hostname(), task.read(), machine.writable())
                        + allModules
                                .map(directory -> GuestScripts.modules(directory, kernel.release()))
                                .orElse(""),
                files.mounts());
        write(task.script(), files.launch());
        return new VirtualMachine(
                        resumed.map(qemu::resumedFrom).orElseGet(() -> qemu.withKernelImage(image(files.vmlinux()))),
                        description(machine.virtiofsd(), resumed),
                        acceleration.description(),
                        options.bootTimeout(),
                        kernel.image(),
                        machine.virtiofsd().stream()
                                .flatMap(server -> machine.shares().stream()
                                        .flatMap(share ->
                                                share.socket().map(socket -> server(server, share, socket)).stream()))
                                .toList(),
                        snapshot)
                .start();
    }

    /** Where this machine has no /lib/modules, the guest mounts an overlay in order to create it. */
    private List<String> bootModules(FileSharing sharing) {
        List<String> names = new ArrayList<>(sharing.modules());
        allModules.ifPresent(shown -> names.add("overlay"));
        return names;
    }

    private String description(Optional<Virtiofsd> virtiofsd, Optional<StartSource> resumed) {
        return kernel.description() + " in QEMU with " + processors.description() + " and " + options.memory() + " MB"
                + virtiofsd.map(server -> ", " + server.description()).orElse("")
                + resumed.map(from -> from instanceof StartSource.WarmSnapshot
                                ? ", from a warm snapshot"
                                : ", from a snapshot")
                        .orElse("");
    }

    private static void write(String script, Path file) {
        try {
            Files.writeString(file, script);
        } catch (IOException e) {
            throw Failure.failed("Cannot write the guest's script " + file)
                    .because(e)
                    .remedy("Check that the directory is writable and has free space")
                    .exception(EnvironmentException::new);
        }
    }

    private static FileServer server(Virtiofsd virtiofsd, Share share, Path socket) {
        Path view = socket.resolveSibling(share.tag() + ".view");
        return new FileServer(
                virtiofsd.command(share.path(), socket, view),
                socket,
                view,
                socket.resolveSibling(share.tag() + ".log"));
    }

    private Acceleration acceleration() {
        return switch (options.acceleration()) {
            case TCG -> new Acceleration("tcg", "as configured");
            case KVM -> new Acceleration("kvm", "");
            case AUTO -> Acceleration.probe(program.toString(), kernel.image(), busybox);
        };
    }

    /** Returns the image to boot. Unpacking it takes at most a second here, and two to three in an emulated guest. */
    private Path image(Path unpacked) {
        return isEmulated() && UncompressedImage.write(kernel.image(), unpacked) ? unpacked : kernel.image();
    }

    private List<Share> writable(GuestTask task, FileSharing sharing) {
        if (sharing == FileSharing.VIRTIOFS && !options.writable().isEmpty()) {
            throw Failure.absent("Cannot share " + options.writable().get(0) + " for writing")
                    .because("the kernel has no 9p, and over virtiofs, files keep the owner and the mode that the guest"
                            + " gives them")
                    .remedy("Boot a kernel with 9p, or remove " + VmSettings.WRITABLE)
                    .exception(EnvironmentException::new);
        }
        List<Share> shares = new ArrayList<>();
        options.writable()
                .forEach(path ->
                        shares.add(share("share" + shares.size(), path, Share.Access.writing(path), task, sharing)));
        return shares;
    }

    private static Share share(String tag, Path path, Share.Access access, GuestTask task, FileSharing sharing) {
        return new Share(
                tag,
                path,
                access,
                sharing == FileSharing.VIRTIOFS
                        ? Optional.of(task.directory().resolve(tag + ".sock"))
                        : Optional.empty());
    }

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw Failure.failed("Cannot read this machine's host name")
                    .because(e)
                    .remedy("Mount procfs at /proc")
                    .exception(EnvironmentException::new);
        }
    }
}
