package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.AgentLaunch;
import io.bpfiterator.harness.environment.ClassArchives;
import io.bpfiterator.harness.environment.Environment;
import io.bpfiterator.harness.environment.RunningEnvironment;
import io.bpfiterator.harness.kernel.Architecture;
import io.bpfiterator.harness.kernel.Kernel;
import io.bpfiterator.harness.kernel.UncompressedImage;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.kernel.KernelRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A virtual machine that boots a kernel and shows it this machine's files, read-only; the agent's JVM is this machine's. */
final class VmEnvironment implements Environment {

    private static final System.Logger LOGGER = System.getLogger(VmEnvironment.class.getName());

    private static final KernelRelease FIRST_WITH_ITERATORS = KernelRelease.version("5.8");

    private final String name;
    private final Supplier<Kernel> kernel;
    private final VmOptions options;

    /** @param kernel fetches it, when the environment is started */
    VmEnvironment(String name, Supplier<Kernel> kernel, VmOptions options) {
        this.name = name;
        this.kernel = kernel;
        this.options = options;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean hasOwnKernel() {
        return true;
    }

    @Override
    public RunningEnvironment start(AgentLaunch launch) {
        return boot(launch);
    }

    VirtualMachine boot(AgentLaunch given) {
        Architecture architecture = Architecture.ofThisMachine();
        String program = qemu(architecture);
        byte[] busybox = Busybox.find();
        Kernel booted = kernel.get();
        if (!KernelRelease.parse(booted.release()).isFrom(FIRST_WITH_ITERATORS)) {
            throw new BpfException(
                    name + " is Linux " + booted.release() + ", and iterators begin with 5.8; boot a newer one");
        }
        Acceleration acceleration = acceleration(program, booted, busybox);
        AgentLaunch launch = acceleration.accelerator().equals("tcg") ? shortened(given) : given;
        KernelModules modules = new KernelModules(booted.modules());
        FileSharing sharing = FileSharing.with(modules);
        List<Share> writable = writable(launch, sharing);
        List<Share> shares = new ArrayList<>(List.of(share("root", Path.of("/"), true, launch, sharing)));
        shares.addAll(writable);
        Optional<Virtiofsd> virtiofsd =
                sharing == FileSharing.VIRTIOFS ? Optional.of(Virtiofsd.find(options.virtiofsd())) : Optional.empty();
        Path initramfs = launch.directory().resolve("initramfs");
        Path unpacked = launch.directory().resolve("vmlinux");
        Map<String, String> files = new LinkedHashMap<>();
        files.put("sharing", "type=" + sharing.type() + "\n");
        files.put("mounts", GuestScripts.mounts(read(launch), writable));
        files.put("launch", GuestScripts.launch(launch, options.java()));
        files.put("hostname", hostname());
        Initramfs.write(initramfs, busybox, modules.closure(sharing.modules()), files);
        Qemu qemu = new Qemu(
                architecture,
                program,
                acceleration.accelerator(),
                options.memory(),
                options.cpus(),
                image(booted, acceleration, unpacked),
                initramfs,
                options.kernelArguments(),
                launch.directory().resolve("console"),
                launch.socket(),
                shares);
        String description = booted.description() + " in QEMU with "
                + options.cpus() + (options.cpus() == 1 ? " CPU and " : " CPUs and ") + options.memory() + " MB"
                + virtiofsd.map(server -> ", " + server.description()).orElse("");
        return new VirtualMachine(
                        qemu,
                        description,
                        acceleration.description(),
                        options.bootTimeout(),
                        launch.directory().resolve("qemu"),
                        virtiofsd.stream()
                                .flatMap(server -> shares.stream().map(share -> server(server, share)))
                                .toList(),
                        List.of(initramfs, unpacked))
                .start();
    }

    /** To compile a method takes an emulated processor so long that it pays later. */
    private AgentLaunch shortened(AgentLaunch launch) {
        return ClassArchives.ofThisUser(line -> LOGGER.log(System.Logger.Level.INFO, () -> line))
                .applyTo(launch.with(List.of("-XX:CompileThresholdScaling=5"), launch.classPath()), options.java());
    }

    private static FileServer server(Virtiofsd virtiofsd, Share share) {
        return new FileServer(
                virtiofsd.command(share.path(), share.socket(), share.readOnly()),
                share.socket(),
                share.socket().resolveSibling(share.tag() + ".log"));
    }

    private Acceleration acceleration(String qemu, Kernel booted, byte[] busybox) {
        return switch (options.acceleration()) {
            case TCG -> new Acceleration("tcg", "as asked for");
            case KVM -> new Acceleration("kvm", "");
            case AUTO -> Acceleration.probe(qemu, booted.image(), busybox);
        };
    }

    /** Unpacking takes this machine a second at most, and an emulated one two to three. */
    private static Path image(Kernel booted, Acceleration acceleration, Path unpacked) {
        boolean emulated = acceleration.accelerator().equals("tcg");
        return emulated && UncompressedImage.write(booted.image(), unpacked) ? unpacked : booted.image();
    }

    private List<Share> writable(AgentLaunch launch, FileSharing sharing) {
        List<Share> shares = new ArrayList<>(List.of(share("run", launch.directory(), false, launch, sharing)));
        Stream.concat(launch.writable().stream(), options.writable().stream())
                .forEach(path -> shares.add(share("share" + shares.size(), path, false, launch, sharing)));
        return shares;
    }

    private static Share share(String tag, Path path, boolean readOnly, AgentLaunch launch, FileSharing sharing) {
        Path socket = sharing == FileSharing.VIRTIOFS ? launch.directory().resolve(tag + ".sock") : null;
        return new Share(tag, path, readOnly, socket);
    }

    private List<Path> read(AgentLaunch launch) {
        List<Path> read = new ArrayList<>(launch.classPath());
        read.add(launch.workingDirectory());
        Path bin = options.java().getParent();
        read.add(bin == null || bin.getParent() == null ? options.java() : bin.getParent());
        return read;
    }

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"));
        } catch (IOException e) {
            throw new BpfException("This machine's host name can't be read: " + e + "; mount a procfs at /proc", e);
        }
    }

    private String qemu(Architecture architecture) {
        String program = options.qemu().orElse(architecture.qemu());
        Programs.require(
                program,
                "install it (" + architecture.installation() + "), or name one with " + VmOptions.QEMU + " = /path/to/"
                        + architecture.qemu());
        Programs.require("setpriv", "install util-linux");
        return program;
    }
}
