package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.AgentLaunch;
import io.bpfiterator.harness.environment.ClassArchives;
import io.bpfiterator.harness.environment.Environment;
import io.bpfiterator.harness.environment.RunningEnvironment;
import io.bpfiterator.harness.kernel.Kernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A virtual machine that boots a kernel and shows it this machine's files, read-only; the agent's JVM is this machine's. */
final class VmEnvironment implements Environment {

    private static final System.Logger LOGGER = System.getLogger(VmEnvironment.class.getName());

    /** To compile a method takes an emulated processor so long that it pays later. */
    private static final String COMPILE_LATER = "-XX:CompileThresholdScaling=5";

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
        Boot boot = new Boot(name, kernel, options);
        return boot.start(task(boot.isEmulated() ? shortened(launch) : launch));
    }

    VirtualMachine boot(GuestTask task) {
        return new Boot(name, kernel, options).start(task);
    }

    private GuestTask task(AgentLaunch launch) {
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
        return new GuestTask(script, launch.directory(), read(launch), writable, ports);
    }

    private AgentLaunch shortened(AgentLaunch launch) {
        return ClassArchives.ofThisUser(line -> LOGGER.log(System.Logger.Level.INFO, () -> line))
                .applyTo(launch.with(List.of(COMPILE_LATER), launch.classPath()), options.java());
    }

    private List<Path> read(AgentLaunch launch) {
        List<Path> read = new ArrayList<>(launch.classPath());
        read.add(launch.workingDirectory());
        Path bin = options.java().getParent();
        read.add(bin == null || bin.getParent() == null ? options.java() : bin.getParent());
        return read;
    }
}
