package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.environment.DaemonThread;
import io.bpfiterator.harness.environment.RunningEnvironment;
import io.bpfiterator.kernel.BpfException;
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

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Qemu qemu;
    private final String description;
    private final String acceleration;
    private final Duration bootTimeout;
    private final List<FileServer> servers;
    private final List<Path> files;
    private final Path messages;
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile @Nullable Duration kernelTime;
    private volatile String lastOutput = "";
    private volatile @Nullable FileServer lostServer;

    /**
     * @param messages the file for what QEMU itself prints
     * @param servers to run as long as QEMU
     * @param files to remove in the end, besides that, the console, and the servers' own
     */
    VirtualMachine(
            Qemu qemu,
            String description,
            String acceleration,
            Duration bootTimeout,
            Path messages,
            List<FileServer> servers,
            List<Path> files) {
        this.qemu = qemu;
        this.description = description;
        this.acceleration = acceleration;
        this.bootTimeout = bootTimeout;
        this.messages = messages;
        this.servers = servers;
        this.files = files;
    }

    /**
     * Starts QEMU.
     *
     * @throws BpfException if there is no QEMU, or nobody to serve it
     */
    VirtualMachine start() {
        // The kernel sends the death signal when the thread that forked ends, not when its process does.
        DaemonThread.start("qemu", this::watch);
        try {
            started.join();
            return this;
        } catch (CompletionException e) {
            removeFiles();
            if (e.getCause() instanceof BpfException refusal) {
                throw refusal;
            }
            throw BpfException.unavailable(
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
                    .redirectOutput(messages.toFile())
                    .start();
            started.complete(process);
            for (int i = 0; i < servers.size(); i++) {
                endWithServer(process, servers.get(i), serving.get(i));
            }
            end = await(process);
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
            if (kernelTime == null && console.initAt().isPresent()) {
                kernelTime = Duration.ofNanos(System.nanoTime() - start);
            }
            if (process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly().waitFor();
                return ending().tooLate(bootTimeout);
            }
            console = console();
        }
        int exitStatus = process.waitFor();
        FileServer lost = lostServer;
        if (lost != null) {
            return "was lost: " + lost.words();
        }
        String complaint = Files.readString(messages, StandardCharsets.UTF_8).strip();
        return ending().words(exitStatus, complaint);
    }

    private Ending ending() {
        return new Ending(Console.read(qemu.console()), qemu.memory());
    }

    @Override
    public String description() {
        return description;
    }

    /** QEMU, its firmware and the kernel; then, by the guest's clock, modules, mounts and ports. */
    @Override
    public Map<String, Duration> stages() {
        Console console = console();
        Duration kernel = kernelTime;
        if (kernel == null || console.agentAt().isEmpty()) {
            return Map.of();
        }
        Map<String, Duration> stages = new LinkedHashMap<>();
        stages.put("kernel", kernel);
        stages.put(
                "files",
                uptime(console.agentAt().get()).minus(uptime(console.initAt().get())));
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
        return Files.exists(qemu.console()) ? Console.read(qemu.console()).lastLines() : lastOutput;
    }

    /** Returns QEMU. */
    Process process() {
        return started.join();
    }

    /** Returns the whole console, for what a test wants to know of the boot. */
    Console console() {
        return Console.read(qemu.console());
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
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            for (FileServer server : servers) {
                for (Path file : server.files()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(qemu.console());
            Files.deleteIfExists(messages);
        } catch (IOException e) {
            throw new BpfException(
                    "What a virtual machine was made of can't be removed: " + e + "; remove it by hand", e);
        }
    }
}
