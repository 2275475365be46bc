package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.DaemonThread;
import io.bpfiterator.harness.environment.RunDirectory;
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
import org.jspecify.annotations.Nullable;

/**
 * A shell or another command in a virtual machine, with this machine's files and the user's environment.
 *
 * <p>Where the user has a terminal, so has the command; else it has this process's standard streams.
 */
public final class VmShell {

    /** What shells say of a process that was killed. */
    private static final int KILLED = 137;

    /** What they say of one that printed where nobody reads. */
    private static final int BROKEN_PIPE = 141;

    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final VmEnvironment environment;
    private final List<String> command;
    private final Consumer<String> progress;
    private final Consumer<String> log;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable VirtualMachine machine;
    private volatile boolean hungUp;

    /**
     * Prepares one.
     *
     * @param kernel its name, with {@code vm:} or without
     * @param command empty for the user's shell
     * @param progress gets a line for whatever takes long, and one for the start
     * @param log gets what the kernel printed while it booted
     * @throws EnvironmentException if there is no such kernel, or a setting can't be right
     */
    public VmShell(
            String kernel, List<String> command, Settings settings, Consumer<String> progress, Consumer<String> log) {
        this.environment = new VmProvider(progress).machine(named(kernel), settings);
        this.command = command.isEmpty() ? List.of(usersShell()) : List.copyOf(command);
        this.progress = progress;
        this.log = log;
    }

    /** As in the list of environments, or without the prefix. */
    private static String named(String kernel) {
        return kernel.startsWith(VmProvider.PREFIX) ? kernel : VmProvider.PREFIX + kernel;
    }

    private static String usersShell() {
        return Optional.ofNullable(System.getenv("SHELL"))
                .filter(shell -> Files.isExecutable(Path.of(shell)))
                .orElse(Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh");
    }

    /**
     * Boots the machine, runs the command to its end, and leaves nothing behind.
     *
     * @return the command's exit status
     * @throws EnvironmentException if the machine can't be had, or is lost; the message has the end of its console
     */
    public int run() {
        Thread atExit = new Thread(this::endWithThisJvm, "bpf-iterator exit");
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
                GuestScripts.shell(environment.name(), streams.scriptArguments(), command),
                directory,
                List.of(Path.of("").toAbsolutePath()),
                ports);
        try (control;
                streams;
                VirtualMachine booted = environment.boot(task)) {
            machine = booted;
            SocketChannel guest = awaitReady(booted, control);
            log.accept(booted.console().text());
            progress.accept("bpf-iterator: " + environment.name() + ": " + booted.description() + ", "
                    + booted.acceleration().orElseThrow() + "; ready after "
                    + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms" + streams.hint());
            return converse(booted, streams, guest);
        }
    }

    /** The guest says a word when it is about to run the command. */
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
            throw lost(booted);
        } catch (ExecutionException e) {
            throw lost(booted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("The start of " + environment.name() + " was interrupted", e);
        }
    }

    private int converse(VirtualMachine booted, GuestStreams streams, SocketChannel guest) {
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
        return booted.console().exitStatus().orElseThrow(() -> lost(booted));
    }

    private EnvironmentException lost(VirtualMachine booted) {
        String words = booted.ended().join();
        String output = booted.lastOutput();
        return new EnvironmentException(
                "The shell in " + environment.name() + " " + words
                        + (output.isEmpty() ? "" : "\nIts last output:\n" + output),
                0,
                output);
    }

    /** Ends the machine, which ends everything else. */
    private void hangUp() {
        hungUp = true;
        @Nullable VirtualMachine booted = machine;
        if (booted != null) {
            booted.process().destroyForcibly();
        }
    }

    /** Without a machine, there is nothing to end but a download; the next run removes the directory. */
    private void endWithThisJvm() {
        hangUp();
        try {
            if (machine != null) {
                closed.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
