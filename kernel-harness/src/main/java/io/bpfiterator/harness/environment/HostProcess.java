package io.bpfiterator.harness.environment;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM on this machine. */
final class HostProcess implements RunningEnvironment {

    /** What the exit status of a process is that a signal ended, less the signal's number. */
    private static final int SIGNALED = 128;

    private static final int SIGKILL = 9;

    private final Process process;
    private final LastLines output = new LastLines();
    private final CompletableFuture<Void> wholeOutput;

    private HostProcess(Process process) {
        this.process = process;
        this.wholeOutput = output.follow(process.getInputStream());
    }

    static HostProcess start(AgentLaunch launch) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(launch.command(java.toString()))
                .directory(launch.workingDirectory().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(launch.variables());
        try {
            return new HostProcess(builder.start());
        } catch (IOException e) {
            throw new EnvironmentException(
                    "Can't start a JVM for the tests on this machine: " + e.getMessage() + "; is " + java
                            + " a file that can be run?",
                    e);
        }
    }

    @Override
    public String description() {
        return "a JVM of its own";
    }

    @Override
    public CompletableFuture<String> ended() {
        return process.onExit().thenCompose(ended -> lastOfOutput().thenApply(none -> describe(ended.exitValue())));
    }

    /** A process that the tests have left may hold the output open. */
    private CompletableFuture<Void> lastOfOutput() {
        return wholeOutput.copy().completeOnTimeout(null, 1, TimeUnit.SECONDS);
    }

    private static String describe(int status) {
        if (status == SIGNALED + SIGKILL) {
            return "was killed (SIGKILL), for want of memory unless somebody did it by hand: see the kernel's log";
        }
        return status > SIGNALED ? "was ended by signal " + (status - SIGNALED) : "ended with exit status " + status;
    }

    @Override
    public String lastOutput() {
        return output.text();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
