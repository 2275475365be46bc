package io.bpfiterator.harness.vm;

import io.bpfiterator.clang.KernelTypes;
import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.DaemonThread;
import io.bpfiterator.harness.environment.RunningEnvironment;
import io.bpfiterator.harness.kernel.ImageTypes;
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
import org.jspecify.annotations.Nullable;

/** A QEMU process, watched by the thread that started it. */
final class VirtualMachine implements RunningEnvironment {

    private static final int QEMU_REFUSED = 1;
    private static final Duration LOOK = Duration.ofMillis(20);

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
    private volatile @Nullable Duration originTime;
    private @Nullable GuestTaskDelivery delivery;
    private volatile String lastOutput = "";
    private volatile @Nullable FileServer lostServer;

    /**
     * @param image the kernel's own, wherever it is unpacked
     * @param servers to run as long as QEMU
     * @param snapshot that it goes on from, or that is to be taken when it has booted
     */
    VirtualMachine(
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
     * @throws EnvironmentException if there is no QEMU, or nobody to serve it
     */
    VirtualMachine start() {
        // The kernel sends the death signal when the thread that forked ends, not when its process does.
        DaemonThread.start("qemu", this::watch);
        try {
            started.join();
            return this;
        } catch (CompletionException e) {
            removeFiles();
            if (e.getCause() instanceof DiagnosedException refusal) {
                throw refusal;
            }
            throw EnvironmentException.unavailable(
                    "Virtual machines take QEMU, run by setpriv of util-linux, and setpriv can't be run: "
                            + e.getCause().getMessage() + "; install util-linux",
                    e.getCause());
        }
    }

    private void watch() {
        List<Process> serving = new ArrayList<>();
        String end;
        try {
            for (FileServer server : servers) {
                serving.add(server.start());
            }
            Process process = new ProcessBuilder(qemu.command())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(files.messages().toFile())
                    .start();
            started.complete(process);
            for (int i = 0; i < servers.size(); i++) {
                endWithServer(process, servers.get(i), serving.get(i));
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
            end = "was lost: QEMU can't be watched: " + e;
        } finally {
            serving.forEach(Process::destroyForcibly);
            serving.forEach(server -> server.onExit().join());
        }
        ended.complete(end);
    }

    /** Without its files, a guest would wait for ever. A server ends after QEMU too, which is as it should be. */
    private void endWithServer(Process process, FileServer server, Process serving) {
        serving.onExit()
                .thenRun(() -> process.onExit().orTimeout(1, TimeUnit.SECONDS).exceptionally(stillThere -> {
                    lostServer = server;
                    return process.destroyForcibly();
                }));
    }

    private String await(Process process) throws InterruptedException, IOException {
        long start = System.nanoTime();
        long deadline = start + bootTimeout.toNanos();
        Console console = console();
        while (console.agentAt().isEmpty()) {
            if (delivery == null && (isFromSnapshot() || console.isBooted())) {
                delivery = GuestTaskDelivery.start(process, files, snapshot, isFromSnapshot());
            }
            if (delivery != null && originTime == null && console.taskAt().isPresent()) {
                originTime = Duration.ofNanos(System.nanoTime() - start);
                delivery.close();
            }
            if (process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly().waitFor();
                return ending().tooLate(bootTimeout) + withoutSnapshot(true);
            }
            console = console();
        }
        int exitStatus = process.waitFor();
        return words(exitStatus) + withoutSnapshot(exitStatus == QEMU_REFUSED);
    }

    private String words(int exitStatus) throws IOException {
        FileServer lost = lostServer;
        if (lost != null) {
            return "was lost: " + lost.words();
        }
        Optional<String> failure = Optional.ofNullable(delivery).flatMap(GuestTaskDelivery::failure);
        if (failure.isPresent()) {
            return "never started: QEMU can't be talked with: " + failure.get() + "; do without snapshots ("
                    + VmSettings.SNAPSHOTS + " = false)";
        }
        String complaint =
                Files.readString(files.messages(), StandardCharsets.UTF_8).strip();
        return ending().words(exitStatus, complaint);
    }

    private boolean isFromSnapshot() {
        return qemu.startSource() instanceof StartSource.SnapshotFile;
    }

    /** A machine that does not come to its task may have gone on from something that is not whole. */
    private String withoutSnapshot(boolean suspect) throws IOException {
        if (!suspect || !isFromSnapshot() || console().taskAt().isPresent()) {
            return "";
        }
        snapshot.orElseThrow().remove();
        return "; the snapshot that it went on from is removed, so run it again, and it boots";
    }

    private GuestExitDiagnosis ending() {
        return new GuestExitDiagnosis(Console.read(files.console()), qemu.memory());
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public KernelTypes kernelTypes() {
        return ImageTypes.of(image, files.vmlinux()).orElseGet(KernelTypes::ofRunning);
    }

    /** QEMU, its firmware, the kernel and its modules, or a snapshot; then, by the guest's clock, what it mounts. */
    @Override
    public Map<String, Duration> stages() {
        Console console = console();
        Duration origin = originTime;
        if (origin == null || console.agentAt().isEmpty()) {
            return Map.of();
        }
        Map<String, Duration> stages = new LinkedHashMap<>();
        stages.put(isFromSnapshot() ? "snapshot" : "kernel", origin);
        stages.put(
                "files",
                uptime(console.agentAt().get()).minus(uptime(console.taskAt().get())));
        return stages;
    }

    private static Duration uptime(String seconds) {
        return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
    }

    @Override
    public Optional<String> acceleration() {
        return Optional.of(acceleration);
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public String lastOutput() {
        return Files.exists(files.console()) ? Console.read(files.console()).lastLines() : lastOutput;
    }

    /** Returns QEMU. */
    Process process() {
        return started.join();
    }

    /** Returns the whole console, for what a test wants to know of the boot. */
    Console console() {
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
            throw new EnvironmentException(
                    "What a virtual machine was made of can't be removed: " + e + "; remove it by hand", e);
        }
    }
}
