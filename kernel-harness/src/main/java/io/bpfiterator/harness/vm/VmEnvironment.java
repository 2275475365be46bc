package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.AgentLaunch;
import io.bpfiterator.harness.environment.Environment;
import io.bpfiterator.harness.environment.RunningEnvironment;
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
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A virtual machine that boots a kernel and shows it this machine's files, read-only; the agent's JVM is this machine's. */
final class VmEnvironment implements Environment {

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
    public boolean isDebugged() {
        return options.debugger().isPresent();
    }

    @Override
    public RunningEnvironment start(AgentLaunch launch) {
        return boot(launch);
    }

    VirtualMachine boot(AgentLaunch launch) {
        List<Path> writable = new ArrayList<>(List.of(launch.directory()));
        writable.addAll(launch.writable());
        List<Port> ports = new ArrayList<>(List.of(Port.connected(GuestScripts.AGENT, launch.socket())));
        String script = GuestScripts.launch(launch, options.java());
        if (options.debugger().isPresent()) {
            DebuggerPort debugger = options.debugger().get().choose();
            ports.add(debugger.port());
            script = GuestScripts.debugger() + GuestScripts.launch(DebuggerPort.waiting(launch), options.java());
            System.err.println(debugger.announcement(name));
        }
        return boot(new GuestTask(script, launch.directory(), read(launch), writable, ports));
    }

    VirtualMachine boot(GuestTask task) {
        Programs.requireArchitecture(System.getProperty("os.arch"));
        requireQemu();
        byte[] busybox = Busybox.find();
        Kernel booted = kernel.get();
        if (!KernelRelease.parse(booted.release()).isFrom(FIRST_WITH_ITERATORS)) {
            throw new BpfException(
                    name + " is Linux " + booted.release() + ", and iterators begin with 5.8; boot a newer one");
        }
        Acceleration acceleration = acceleration(booted, busybox);
        List<Share> shares = shares(task);
        Path initramfs = task.directory().resolve("initramfs");
        Path unpacked = task.directory().resolve("vmlinux");
        Map<String, String> files = new LinkedHashMap<>();
        files.put("mounts", GuestScripts.mounts(task.read(), shares));
        files.put("launch", task.script());
        files.put("ports", GuestScripts.ports(task.ports()));
        files.put("hostname", hostname());
        Initramfs.write(initramfs, busybox, new KernelModules(booted.modules()).closure(Initramfs.MODULES), files);
        Qemu qemu = new Qemu(
                options.qemu(),
                acceleration.accelerator(),
                options.memory(),
                options.cpus(),
                image(booted, acceleration, unpacked),
                initramfs,
                options.kernelArguments(),
                task.directory().resolve("console"),
                task.ports(),
                Path.of("/"),
                shares);
        String description = booted.description() + " in QEMU with "
                + options.cpus() + (options.cpus() == 1 ? " CPU and " : " CPUs and ") + options.memory() + " MB, "
                + acceleration.description();
        return new VirtualMachine(
                        qemu,
                        description,
                        options.bootTimeout(),
                        task.directory().resolve("qemu"),
                        List.of(initramfs, unpacked))
                .start();
    }

    private Acceleration acceleration(Kernel booted, byte[] busybox) {
        return switch (options.acceleration()) {
            case TCG -> new Acceleration("tcg", "as asked for");
            case KVM -> new Acceleration("kvm", "");
            case AUTO -> Acceleration.probe(options.qemu(), booted.image(), busybox);
        };
    }

    /** Unpacking takes this machine a second at most, and an emulated one two to three. */
    private static Path image(Kernel booted, Acceleration acceleration, Path unpacked) {
        boolean emulated = acceleration.accelerator().equals("tcg");
        return emulated && UncompressedImage.write(booted.image(), unpacked) ? unpacked : booted.image();
    }

    private List<Share> shares(GuestTask task) {
        List<Share> shares = new ArrayList<>();
        Stream.concat(task.writable().stream(), options.writable().stream())
                .forEach(path -> shares.add(new Share("share" + shares.size(), path)));
        return shares;
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

    private void requireQemu() {
        Programs.require(
                options.qemu(),
                "install it (Debian, Ubuntu: apt-get install qemu-system-x86; Fedora: dnf install qemu-system-x86-core), or"
                        + " name one with " + VmOptions.QEMU + " = /path/to/qemu-system-x86_64");
        Programs.require("setpriv", "install util-linux");
    }
}
