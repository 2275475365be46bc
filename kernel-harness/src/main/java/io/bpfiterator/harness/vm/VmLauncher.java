package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.kernel.Architecture;
import io.bpfiterator.harness.kernel.Kernel;
import io.bpfiterator.harness.kernel.UncompressedImage;
import io.bpfiterator.kernel.KernelRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The start of a virtual machine: what it requires is looked for, and QEMU is started with a task for the guest. */
final class VmLauncher {

    private final VmOptions options;
    private final Consumer<String> progress;
    private final Architecture architecture = Architecture.ofThisMachine();
    private final Path program;
    private final byte[] busybox;
    private final Kernel kernel;
    private final Acceleration acceleration;
    private final Processors processors;

    /**
     * Looks for all that it requires of this machine, and fetches the kernel if need be.
     *
     * @param progress gets a line for what a user should know though the machine starts
     * @throws EnvironmentException if something is missing, or the kernel is too old for iterators
     */
    VmLauncher(
            String name,
            MachineRequirements requirements,
            Supplier<Kernel> kernel,
            VmOptions options,
            Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        requirements.require();
        this.program = requirements.qemu();
        this.busybox = Busybox.find();
        this.kernel = kernel.get();
        String release = this.kernel.release();
        if (!KernelRelease.parse(release).isFrom(KernelRelease.FIRST_WITH_ITERATORS)) {
            throw new EnvironmentException(
                    name + " is Linux " + release + ", and iterators begin with 5.8; boot a newer one");
        }
        this.acceleration = acceleration();
        this.processors = Processors.of(options, isEmulated(), program);
    }

    boolean isEmulated() {
        return acceleration.accelerator().equals("tcg");
    }

    VirtualMachine start(GuestTask task) {
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
                modules.closure(sharing.modules()),
                Map.of("sharing", "type=" + sharing.type() + "\n", "ports", GuestScripts.ports(task.ports())));
        Qemu booting = new Qemu(
                architecture,
                program.toString(),
                isEmulated() ? processors.emulation() : acceleration.accelerator(),
                options.memory(),
                processors.count(),
                new StartSource.Kernel(kernel.image(), files.initramfs(), options.kernelArguments()),
                files,
                task.ports(),
                shares);
        Optional<Snapshot> snapshot = isEmulated() && options.snapshots() && virtiofsd.isEmpty()
                ? Optional.of(
                        Snapshot.of(booting.commandIdentity(), program, kernel.image(), files.initramfs(), progress))
                : Optional.empty();
        Optional<Path> kept = snapshot.flatMap(Snapshot::file);
        write(GuestScripts.mounts(hostname(), task.read(), writable), files.mounts());
        write(task.script(), files.launch());
        return new VirtualMachine(
                        kept.map(booting::resumedFrom).orElseGet(() -> booting.withKernelImage(image(files.vmlinux()))),
                        description(virtiofsd, kept.isPresent()),
                        acceleration.description(),
                        options.bootTimeout(),
                        kernel.image(),
                        virtiofsd.stream()
                                .flatMap(server -> shares.stream().map(share -> server(server, share)))
                                .toList(),
                        snapshot)
                .start();
    }

    private String description(Optional<Virtiofsd> virtiofsd, boolean fromSnapshot) {
        return kernel.description() + " in QEMU with " + processors.description() + " and " + options.memory() + " MB"
                + virtiofsd.map(server -> ", " + server.description()).orElse("")
                + (fromSnapshot ? ", from a snapshot" : "");
    }

    private static void write(String script, Path file) {
        try {
            Files.writeString(file, script);
        } catch (IOException e) {
            throw new EnvironmentException("The guest's script " + file + " can't be written: " + e + "; make room", e);
        }
    }

    private static FileServer server(Virtiofsd virtiofsd, Share share) {
        Path view = share.socket().resolveSibling(share.tag() + ".view");
        return new FileServer(
                virtiofsd.command(share.path(), share.socket(), view),
                share.socket(),
                view,
                share.socket().resolveSibling(share.tag() + ".log"));
    }

    private Acceleration acceleration() {
        return switch (options.acceleration()) {
            case TCG -> new Acceleration("tcg", "as asked for");
            case KVM -> new Acceleration("kvm", "");
            case AUTO -> Acceleration.probe(program.toString(), kernel.image(), busybox);
        };
    }

    /** Unpacking takes this machine a second at most, and an emulated one two to three. */
    private Path image(Path unpacked) {
        return isEmulated() && UncompressedImage.write(kernel.image(), unpacked) ? unpacked : kernel.image();
    }

    private List<Share> writable(GuestTask task, FileSharing sharing) {
        if (sharing == FileSharing.VIRTIOFS && !options.writable().isEmpty()) {
            throw EnvironmentException.unavailable(
                    "Cannot share " + options.writable().get(0)
                            + " for writing: the kernel has no 9p, and over virtiofs"
                            + " what a guest writes keeps the owner and the mode that the guest gives it. Boot a kernel"
                            + " with 9p, or leave out " + VmSettings.WRITABLE + ".",
                    0,
                    "");
        }
        List<Share> shares = new ArrayList<>();
        options.writable()
                .forEach(path ->
                        shares.add(share("share" + shares.size(), path, Share.Access.writing(path), task, sharing)));
        return shares;
    }

    private static Share share(String tag, Path path, Share.Access access, GuestTask task, FileSharing sharing) {
        Path socket = sharing == FileSharing.VIRTIOFS ? task.directory().resolve(tag + ".sock") : null;
        return new Share(tag, path, access, socket);
    }

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw new EnvironmentException(
                    "This machine's host name can't be read: " + e + "; mount a procfs at /proc", e);
        }
    }
}
