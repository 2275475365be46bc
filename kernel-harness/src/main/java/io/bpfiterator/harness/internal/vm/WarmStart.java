// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.harness.internal.cds.CdsArchives;
import io.bpfiterator.harness.internal.vm.guest.GuestScripts;
import io.bpfiterator.harness.internal.vm.guest.GuestTask;
import io.bpfiterator.harness.internal.vm.machine.VirtualMachine;
import io.bpfiterator.harness.internal.vm.qemu.Port;
import io.bpfiterator.harness.internal.vm.qemu.StartSource;
import io.bpfiterator.harness.internal.vm.snapshot.WarmSnapshot;
import io.bpfiterator.harness.internal.vm.warm.WarmAgentLaunch;
import io.bpfiterator.harness.internal.vm.warm.WarmProcess;
import io.bpfiterator.harness.internal.vm.warm.WarmRequest;
import io.bpfiterator.harness.internal.warm.TrainingObject;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.internal.failure.CauseText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Resumes a machine with a warm agent, and sees to it that there is a snapshot for that. */
final class WarmStart {

    private final String environment;
    private final VmLauncher launcher;
    private final AgentLaunch launch;
    private final VmOptions options;
    private final Consumer<String> progress;

    /** @param progress receives a line if a machine cannot resume */
    WarmStart(
            String environment, VmLauncher launcher, AgentLaunch launch, VmOptions options, Consumer<String> progress) {
        this.environment = environment;
        this.launcher = launcher;
        this.launch = launch;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Resumes the machine; empty if that is not possible. If only the snapshot is missing, asks for it.
     *
     * @param settings those that the run was given, for the process that takes the snapshot
     */
    Optional<VirtualMachine> resume(RunContext run, Map<String, String> settings) {
        Optional<String> obstacle = launcher.warmObstacle().or(() -> WarmAgentLaunch.obstacle(launch));
        if (obstacle.isPresent()) {
            return without(obstacle.get());
        }
        try {
            WarmAgentLaunch agent = WarmAgentLaunch.of(launch, options.java());
            AgentLaunch reordered = launch.withClassPath(agent.classPath(launch));
            GuestTask task = task(GuestScripts.warmLaunch(reordered).toJson());
            VmLauncher.Machine machine = launcher.machine(task);
            WarmSnapshot snapshot = launcher.warmSnapshot(machine, agent.identity());
            Optional<StartSource> files = snapshot.find();
            if (files.isPresent()) {
                return resumed(launcher.resume(task, machine, snapshot, files.get()));
            }
            Optional<String> failure = snapshot.failure();
            if (failure.isPresent()) {
                return without("its snapshot could not be taken: " + failure.get());
            }
            WarmProcess.request(WarmRequest.of(environment, run, settings, launch), options.warm(), progress);
            return Optional.empty();
        } catch (IOException e) {
            return without(CauseText.of(e));
        }
    }

    private Optional<VirtualMachine> resumed(VirtualMachine machine) {
        if (machine.hasResumed()) {
            return Optional.of(machine);
        }
        String end = machine.ended().join();
        machine.close();
        return without("it " + end);
    }

    private Optional<VirtualMachine> without(String reason) {
        progress.accept(environment + ": starts a JVM instead of resuming with a warm one: " + reason);
        return Optional.empty();
    }

    /** Takes the snapshot, unless it exists or another process takes it. */
    void takeSnapshot() throws IOException {
        WarmAgentLaunch agent = WarmAgentLaunch.of(launch, options.java());
        AgentLaunch archived = CdsArchives.ofThisUser(progress).applyTo(agent.toArchive(launch), options.java());
        Path image = launch.directory().resolve("warm.cpio");
        agent.writeImage(image, archived, TrainingObject.compile(launch.directory()));
        GuestTask task = task("");
        launcher.warmUp(task, image, launcher.warmSnapshot(launcher.machine(task), agent.identity()));
    }

    private GuestTask task(String script) {
        List<Port> ports = List.of(Port.connected(GuestScripts.AGENT, launch.socket()));
        return new GuestTask(script, launch.directory(), VmEnvironment.read(launch, options), ports);
    }
}
