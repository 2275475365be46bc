// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.machine;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.vm.guest.Console;
import io.bpfiterator.harness.internal.vm.guest.GuestExitDiagnosis;
import io.bpfiterator.harness.internal.vm.qemu.FileServer;
import io.bpfiterator.harness.internal.vm.qemu.MachineFiles;
import io.bpfiterator.harness.internal.vm.qemu.Qemu;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.internal.vm.snapshot.Snapshot;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.SearchPath;
import io.bpfiterator.internal.process.ParentDeathSignal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A running virtual machine: a QEMU process, and the thread that started it and waits for it. */
public final class VirtualMachine implements RunningEnvironment {

    private static final int QEMU_ERROR = 1;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final Duration RESUME_INTERVAL = Duration.ofMillis(5);

    /** In bytes, of the file of the console, which lies in the run's directory. */
    private static final long MAX_CONSOLE = 256 << 20;

    private static final Duration CONSOLE_INTERVAL = Duration.ofSeconds(1);

    private final Qemu qemu;
    private final String description;
    private final String acceleration;
    private final Duration bootTimeout;
    private final Path image;
    private final List<FileServer> servers;
    private final MachineFiles files;
    private final Optional<Snapshot> snapshot;
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile @Nullable Duration startTime;
    private @Nullable GuestTaskDelivery delivery;
    private volatile String lastOutput = "";
    private volatile @Nullable FileServer lostServer;

    /**
     * @param image the kernel's original image, even if QEMU boots an unpacked copy
     * @param servers the processes to run while QEMU runs
     * @param snapshot the snapshot that the machine resumes from, or that is to be taken once it has booted
     */
    public VirtualMachine(
            Qemu qemu,
            String description,
            String acceleration,
            Duration bootTimeout,
            Path image,
            List<FileServer> servers,
            Optional<Snapshot> snapshot) {
        this.qemu = qemu;
        this.description = description;
        this.acceleration = acceleration;
        this.bootTimeout = bootTimeout;
        this.image = image;
        this.servers = servers;
        this.files = qemu.files();
        this.snapshot = snapshot;
    }

    /**
     * Starts QEMU.
     *
     * @throws EnvironmentException if QEMU or a process that serves files to it cannot be started
     */
    public VirtualMachine start() {
        // The kernel sends the parent-death signal when the thread that forked ends, not when its process does. So the
        // thread that starts QEMU waits for it.
        DaemonThread.start("qemu", this::watch);
        try {
            started.join();
            return this;
        } catch (CompletionException e) {
            removeFiles();
            if (e.getCause() instanceof DiagnosedException refusal) {
                throw refusal;
            }
            throw (SearchPath.find(ParentDeathSignal.SETPRIV).isEmpty()
                            ? Failure.absent("Cannot start QEMU through setpriv")
                                    .remedy("Install util-linux")
                            : Failure.failed("Cannot start QEMU"))
                    .because(e)
                    .exception(EnvironmentException::new);
        }
    }

    /** Waits until the machine has resumed from its snapshot; returns false if it ended instead. */
    public boolean hasResumed() {
        while (!ended.isDone()) {
            if (console().taskAt().isPresent()) {
                return true;
            }
            LockSupport.parkNanos(RESUME_INTERVAL.toNanos());
        }
        return false;
    }

    private void watch() {
        List<Process> serving = new ArrayList<>();
        String end;
        try {
            for (FileServer server : servers) {
                serving.add(server.start());
            }
            Process process = new ProcessBuilder(ParentDeathSignal.on(qemu.command()))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(files.messages().toFile())
                    .start();
            started.complete(process);
            for (int i = 0; i < servers.size(); i++) {
                killWithServer(process, servers.get(i), serving.get(i));
            }
            try {
                end = await(process);
            } finally {
                if (delivery != null) {
                    delivery.close();
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.completeExceptionally(e);
            end = "was lost: cannot wait for QEMU: " + CauseText.of(e);
        } finally {
            serving.forEach(Process::destroyForcibly);
            serving.forEach(server -> server.onExit().join());
        }
        ended.complete(end);
    }

    /**
     * Kills QEMU if its file server exits, since the guest would hang. A server that exits after QEMU is not a failure.
     */
    private void killWithServer(Process process, FileServer server, Process serving) {
        serving.onExit()
                .thenRun(() -> process.onExit().orTimeout(1, TimeUnit.SECONDS).exceptionally(stillRunning -> {
                    lostServer = server;
                    return process.destroyForcibly();
                }));
    }

    private String await(Process process) throws InterruptedException, IOException {
        long start = System.nanoTime();
        long deadline = start + bootTimeout.toNanos();
        Console console = console();
        while (console.agentAt().isEmpty()) {
            if (delivery == null && (resumesFromSnapshot() || console.isBooted())) {
                delivery = GuestTaskDelivery.start(process, files, snapshot, qemu.startSource());
            }
            if (delivery != null && startTime == null && console.taskAt().isPresent()) {
                startTime = Duration.ofNanos(System.nanoTime() - start);
                delivery.close();
            }
            if (process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly().waitFor();
                return diagnosis().timeoutMessage(bootTimeout) + discardSnapshot(true);
            }
            console = console();
        }
        while (!process.waitFor(CONSOLE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (Files.size(files.console()) > MAX_CONSOLE) {
                process.destroyForcibly().waitFor();
                return "was terminated: the guest printed more than " + (MAX_CONSOLE >> 20) + " MB on its console";
            }
        }
        int exitStatus = process.exitValue();
        return message(exitStatus) + discardSnapshot(exitStatus == QEMU_ERROR);
    }

    private String message(int exitStatus) throws IOException {
        FileServer lost = lostServer;
        if (lost != null) {
            return "was lost: " + lost.failure();
        }
        Optional<String> failure = Optional.ofNullable(delivery).flatMap(GuestTaskDelivery::failure);
        if (failure.isPresent()) {
            return "never started: communication with QEMU failed: " + failure.get() + ". Try without snapshots ("
                    + VmSettings.SNAPSHOTS + " = false)";
        }
        String output =
                Files.readString(files.messages(), StandardCharsets.UTF_8).strip();
        return diagnosis().message(exitStatus, output);
    }

    private boolean resumesFromSnapshot() {
        return qemu.startSource().isSnapshot();
    }

    /**
     * Removes the snapshot of a machine that resumed from it and did not receive its task: the file may be damaged.
     *
     * @return the sentence to add to the diagnosis; empty if no snapshot was removed
     */
    private String discardSnapshot(boolean suspect) throws IOException {
        if (!suspect || !resumesFromSnapshot() || console().taskAt().isPresent()) {
            return "";
        }
        snapshot.orElseThrow().remove();
        return ". The snapshot it resumed from was discarded. Rerun to boot from scratch";
    }

    private GuestExitDiagnosis diagnosis() {
        return new GuestExitDiagnosis(Console.read(files.console()), qemu.memory());
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Optional<Path> kernelImage() {
        return Optional.of(image);
    }

    /**
     * Returns the time to start QEMU and boot the kernel, or to resume from a snapshot, and then, by the guest's clock,
     * the time to mount the host's files.
     */
    @Override
    public Map<String, Duration> stages() {
        Console console = console();
        Duration start = startTime;
        if (start == null || console.agentAt().isEmpty() || console.taskAt().isEmpty()) {
            return Map.of();
        }
        Map<String, Duration> stages = new LinkedHashMap<>();
        stages.put(resumesFromSnapshot() ? "snapshot" : "kernel", start);
        stages.put(
                "files",
                uptime(console.agentAt().get()).minus(uptime(console.taskAt().get())));
        return stages;
    }

    private static Duration uptime(String seconds) {
        return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
    }

    /** Returns how its processors work, such as {@code KVM} or {@code TCG (/dev/kvm does not exist)}. */
    public String acceleration() {
        return acceleration;
    }

    @Override
    public Map<String, String> details() {
        return Map.of("Acceleration", acceleration);
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public String lastOutput() {
        return Files.exists(files.console()) ? Console.read(files.console()).lastLines() : lastOutput;
    }

    /** Returns the QEMU process. */
    public Process process() {
        return started.join();
    }

    /** Returns everything that the guest has printed on its console. */
    public Console console() {
        return Console.read(files.console());
    }

    @Override
    public void close() {
        started.join().destroyForcibly();
        ended.join();
        lastOutput = lastOutput();
        removeFiles();
    }

    private void removeFiles() {
        try {
            for (Path file : files.all()) {
                Files.deleteIfExists(file);
            }
            for (FileServer server : servers) {
                for (Path file : server.files()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw Failure.failed("Cannot remove the files of a virtual machine in " + files.directory())
                    .because(e)
                    .remedy("Remove them by hand")
                    .exception(EnvironmentException::new);
        }
    }
}
