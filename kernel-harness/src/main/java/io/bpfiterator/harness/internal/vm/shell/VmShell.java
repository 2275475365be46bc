// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.shell;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.harness.internal.run.RunDirectory;
import io.bpfiterator.harness.internal.vm.VmEnvironment;
import io.bpfiterator.harness.internal.vm.VmProvider;
import io.bpfiterator.harness.internal.vm.guest.GuestScripts;
import io.bpfiterator.harness.internal.vm.guest.GuestTask;
import io.bpfiterator.harness.internal.vm.machine.VirtualMachine;
import io.bpfiterator.harness.internal.vm.qemu.Port;
import io.bpfiterator.harness.internal.vm.qemu.PortSocket;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a shell or another command in a virtual machine, with this machine's files and the user's environment.
 *
 * <p>If all standard streams of this process are a terminal, the command has a terminal. Otherwise, it reads and writes
 * the standard streams.
 */
public final class VmShell {

    /** The exit status that a shell reports for a process killed by SIGKILL. */
    private static final int KILLED = 137;

    /** The exit status that a shell reports for a process killed by SIGPIPE. */
    private static final int BROKEN_PIPE = 141;

    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(10);

    private final VmEnvironment environment;
    private final List<String> command;
    private final List<Path> readable;
    private final Consumer<String> progress;
    private final Consumer<String> log;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable VirtualMachine machine;
    private volatile boolean hungUp;

    /**
     * Creates the command, and starts nothing yet.
     *
     * @param kernel the kernel's name, with {@code vm:} or without
     * @param command empty for the user's shell
     * @param readable what the command reads below directories that are empty in the guest, such as /tmp
     * @param progress receives a line for each step that takes long, and one for the start
     * @param log receives what the kernel printed while it booted
     * @throws EnvironmentException if the kernel is unknown, or a setting has a value that is not valid
     */
    public VmShell(
            String kernel,
            List<String> command,
            List<Path> readable,
            Settings settings,
            Consumer<String> progress,
            Consumer<String> log) {
        this.environment = new VmProvider(progress).machine(environmentName(kernel), settings);
        this.command = command.isEmpty() ? List.of(usersShell()) : List.copyOf(command);
        this.readable = readable.stream().map(Path::toAbsolutePath).toList();
        this.progress = progress;
        this.log = log;
    }

    /** Returns the environment's name, with the prefix. */
    private static String environmentName(String kernel) {
        return kernel.startsWith(VmProvider.PREFIX) ? kernel : VmProvider.PREFIX + kernel;
    }

    private static String usersShell() {
        return Optional.ofNullable(System.getenv("SHELL"))
                .filter(shell -> Files.isExecutable(Path.of(shell)))
                .orElse(Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh");
    }

    /**
     * Boots the machine, runs the command until it ends, and removes everything that the machine used.
     *
     * @return the command's exit status
     * @throws EnvironmentException if the machine cannot be started, or is lost; the message has the end of its console
     */
    public int run() {
        Thread atExit = new Thread(this::stopAtJvmExit, "bpf-iterator exit");
        Runtime.getRuntime().addShutdownHook(atExit);
        try (RunDirectory directory = RunDirectory.create()) {
            return RawTerminal.isAvailable()
                    ? run(directory.path(), new TerminalStreams(directory.path(), this::hangUp))
                    : run(directory.path(), new StandardStreams(directory.path()));
        } finally {
            closed.countDown();
        }
    }

    private int run(Path directory, GuestStreams streams) {
        long start = System.nanoTime();
        PortSocket control = PortSocket.stream("control", directory);
        List<Port> ports = new ArrayList<>(streams.ports());
        ports.add(control.port());
        GuestTask task = new GuestTask(
                GuestScripts.shell(environment.name(), streams.scriptArguments(), command, System.getenv()),
                directory,
                Stream.concat(Stream.of(Path.of("").toAbsolutePath()), readable.stream())
                        .toList(),
                ports);
        try (control;
                streams;
                VirtualMachine booted = environment.start(task)) {
            machine = booted;
            SocketChannel guest = awaitReady(booted, control);
            log.accept(booted.console().text());
            progress.accept("bpf-iterator: " + environment.name() + ": " + booted.description() + ", "
                    + booted.acceleration() + "; ready after "
                    + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms" + streams.hint());
            return relay(booted, streams, guest);
        }
    }

    /** Waits for the byte that the guest sends when it is about to run the command. */
    private SocketChannel awaitReady(VirtualMachine booted, PortSocket control) {
        CompletableFuture<SocketChannel> ready = new CompletableFuture<>();
        DaemonThread.start("control", () -> {
            try {
                SocketChannel guest = control.accept();
                if (guest.read(ByteBuffer.allocate(1)) > 0) {
                    ready.complete(guest);
                }
            } catch (IOException e) {
                ready.completeExceptionally(e);
            }
        });
        try {
            CompletableFuture.anyOf(ready, booted.ended()).get();
            if (ready.isDone()) {
                return ready.join();
            }
            throw failure(booted);
        } catch (ExecutionException e) {
            throw failure(booted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("The start of " + environment.name() + " was interrupted")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }

    private int relay(VirtualMachine booted, GuestStreams streams, SocketChannel guest) {
        try (guest) {
            streams.connect();
            streams.awaitEnd();
        } catch (IOException e) {
            hangUp();
            booted.ended().join();
            return BROKEN_PIPE;
        }
        booted.ended().join();
        if (hungUp) {
            return KILLED;
        }
        return booted.console().exitStatus().orElseThrow(() -> failure(booted));
    }

    private EnvironmentException failure(VirtualMachine booted) {
        String diagnosis = booted.ended().join();
        String output = booted.lastOutput();
        return Failure.failed("The shell in " + environment.name() + " " + diagnosis)
                .details(output.isEmpty() ? "" : "Its last output:\n" + output)
                .log(output)
                .exception(EnvironmentException::new);
    }

    /** Kills the machine, upon which everything that waits for it ends. */
    private void hangUp() {
        hungUp = true;
        @Nullable VirtualMachine booted = machine;
        if (booted != null) {
            booted.process().destroyForcibly();
        }
    }

    /**
     * Kills the machine, and waits until its files are removed. Before there is one, the next run removes the
     * directory.
     */
    private void stopAtJvmExit() {
        hangUp();
        try {
            if (machine != null) {
                closed.await(SHUTDOWN_GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
