// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.harness.internal.cds.CdsArchives;
import io.bpfiterator.harness.internal.vm.guest.GuestScripts;
import io.bpfiterator.harness.internal.vm.guest.GuestTask;
import io.bpfiterator.harness.internal.vm.machine.VirtualMachine;
import io.bpfiterator.harness.internal.vm.qemu.DebuggerPort;
import io.bpfiterator.harness.internal.vm.qemu.DebuggerRelay;
import io.bpfiterator.harness.internal.vm.qemu.Port;
import io.bpfiterator.harness.internal.vm.settings.WarmMode;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A virtual machine that boots a kernel, with this machine's files, read-only, and this machine's {@code java}. */
public final class VmEnvironment implements Environment {

    /** Compiling is so slow on an emulated processor that it pays off only for methods that run more often. */
    private static final String COMPILE_LATER = "-XX:CompileThresholdScaling=5";

    private final String name;
    private final MachineRequirements requirements;
    private final Supplier<Kernel> kernel;
    private final Function<Kernel, Optional<Path>> modules;
    private final VmOptions options;
    private final Map<String, String> settings;
    private final Consumer<String> progress;

    /**
     * @param kernel fetches the kernel, once the environment is started
     * @param modules fetches the directory with all modules of the kernel, if the options ask for them
     * @param settings the settings that were given, from which the options are
     * @param progress receives a line for each thing that a user should know before the tests run
     */
    VmEnvironment(
            String name,
            MachineRequirements requirements,
            Supplier<Kernel> kernel,
            Function<Kernel, Optional<Path>> modules,
            VmOptions options,
            Map<String, String> settings,
            Consumer<String> progress) {
        this.name = name;
        this.settings = settings;
        this.requirements = requirements;
        this.kernel = kernel;
        this.modules = modules;
        this.options = options;
        this.progress = progress;
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
    public boolean hasTimeouts() {
        return options.debugger().isEmpty();
    }

    @Override
    public VirtualMachine start(AgentLaunch given, RunContext run) {
        VmLauncher launcher = launcher(run);
        AgentLaunch launch = launcher.withKernelConfig(given);
        if (launcher.isEmulated() && options.debugger().isEmpty() && options.warm() != WarmMode.OFF) {
            Optional<VirtualMachine> resumed = warmStart(launcher, launch).resume(run, settings);
            if (resumed.isPresent()) {
                return resumed.get();
            }
        }
        GuestTask task = task(launcher.isEmulated() ? tunedForEmulation(launch) : launch);
        if (options.debugger().isEmpty()) {
            return launcher.start(task);
        }
        DebuggerRelay relay = options.debugger().get().listen(name, launch.directory(), progress);
        try {
            VirtualMachine machine = launcher.start(task);
            machine.ended().thenRun(relay::close);
            return machine;
        } catch (RuntimeException e) {
            relay.close();
            throw e;
        }
    }

    /** Takes the warm snapshot from which later runs with the same agent resume. */
    void warmUp(AgentLaunch launch, RunContext run) throws IOException {
        warmStart(launcher(run), launch).takeSnapshot();
    }

    private WarmStart warmStart(VmLauncher launcher, AgentLaunch launch) {
        return new WarmStart(name, launcher, launch, options, progress);
    }

    /** Boots a machine for a task other than an agent. */
    public VirtualMachine start(GuestTask task) {
        return launcher(RunContext.NONE).start(task);
    }

    private VmLauncher launcher(RunContext run) {
        return new VmLauncher(name, requirements, kernel, modules, options, run, progress);
    }

    private GuestTask task(AgentLaunch launch) {
        List<Port> ports = new ArrayList<>(List.of(Port.connected(GuestScripts.AGENT, launch.socket())));
        String script = GuestScripts.launch(launch, options.java());
        if (options.debugger().isPresent()) {
            ports.add(DebuggerPort.port(launch.directory()));
            script = GuestScripts.debugger()
                    + GuestScripts.launch(DebuggerPort.waitingForDebugger(launch), options.java());
        }
        return new GuestTask(script, launch.directory(), read(launch, options), ports);
    }

    private AgentLaunch tunedForEmulation(AgentLaunch launch) {
        return CdsArchives.ofThisUser(progress).applyTo(launch.with(List.of(COMPILE_LATER)), options.java());
    }

    /** Returns the files and directories that an agent reads. */
    static List<Path> read(AgentLaunch launch, VmOptions options) {
        List<Path> read = new ArrayList<>(launch.readOnly());
        Path bin = options.java().getParent();
        read.add(bin == null || bin.getParent() == null ? options.java() : bin.getParent());
        return read;
    }
}
