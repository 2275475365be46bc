// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.LastLines;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs the agent's JVM on this machine. */
final class HostProcess implements RunningEnvironment {

    /** The exit status of a process that was killed by a signal, less the number of the signal. */
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
        builder.environment().keySet().removeAll(BuildVariables.OF_JVMS);
        builder.environment().putAll(launch.variables());
        try {
            return new HostProcess(builder.start());
        } catch (IOException e) {
            throw Failure.failed("Cannot start a JVM for the tests on this machine")
                    .because(e)
                    .remedy("Check that " + java + " is an executable file")
                    .exception(EnvironmentException::new);
        }
    }

    @Override
    public String description() {
        return "a separate JVM";
    }

    @Override
    public CompletableFuture<String> ended() {
        return process.onExit().thenCompose(ended -> lastOfOutput().thenApply(none -> describe(ended.exitValue())));
    }

    /** Waits at most a second for the end of the output, which a process that a test left running may hold open. */
    private CompletableFuture<Void> lastOfOutput() {
        return wholeOutput.copy().completeOnTimeout(null, 1, TimeUnit.SECONDS);
    }

    private static String describe(int status) {
        if (status == SIGNALED + SIGKILL) {
            return "was killed by SIGKILL, sent either by the OOM killer or by another process (see the kernel log)";
        }
        return status > SIGNALED ? "was killed by signal " + (status - SIGNALED) : "ended with exit status " + status;
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
