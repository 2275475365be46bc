// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.support;

import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.RunningEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Runs a JVM on this machine with the command line for an environment that cannot write this machine's files. */
final class ConfinedProcess implements RunningEnvironment {

    private final Process process;

    ConfinedProcess(AgentLaunch launch) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try {
            process = new ProcessBuilder(launch.command(java, launch.directory().resolve("own"), launch.socket()))
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String description() {
        return "confined voluntarily";
    }

    @Override
    public CompletableFuture<String> ended() {
        return process.onExit().thenApply(ended -> "ended with exit status " + ended.exitValue());
    }

    @Override
    public String lastOutput() {
        return "";
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
