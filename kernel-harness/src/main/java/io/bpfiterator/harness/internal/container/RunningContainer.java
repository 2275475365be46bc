// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.WaitResponse;
import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.run.LastLines;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Represents a started container, which is removed when it is closed or this JVM shuts down. */
final class RunningContainer implements RunningEnvironment {

    /** How long to wait for the rest of the output after the container ended. */
    private static final int OUTPUT_SECONDS = 2;

    /** How long to wait for an engine to accept the request for the output. */
    private static final int ATTACH_SECONDS = 10;

    /** The exit status that shells and engines report for SIGKILL. */
    private static final long KILLED = 137;

    private final Engine engine;
    private final String id;
    private final String description;
    private final CompletableFuture<Void> cleanup;

    private final LastLines output = new LastLines();
    private final OutputCallback outputCallback = new OutputCallback();
    private final ExitCallback exitCallback = new ExitCallback();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Thread atShutdown = new Thread(this::removeNow, "bpf-iterator-container");
    private boolean closed;

    private RunningContainer(Engine engine, String id, String description, CompletableFuture<Void> cleanup) {
        this.engine = engine;
        this.id = id;
        this.description = description;
        this.cleanup = cleanup;
    }

    /** Starts a created container, and removes it if that fails. */
    static RunningContainer start(
            Engine engine, String id, String description, CompletableFuture<Void> cleanup, StartFailures failures) {
        RunningContainer container = new RunningContainer(engine, id, description, cleanup);
        Runtime.getRuntime().addShutdownHook(container.atShutdown);
        try {
            container.followOutput();
            engine.client().startContainerCmd(id).exec();
            engine.client().waitContainerCmd(id).exec(container.exitCallback);
            return container;
        } catch (DiagnosedException e) {
            container.discard();
            throw e;
        } catch (RuntimeException e) {
            container.discard();
            throw failures.explain(engine, e);
        }
    }

    /** Requests the output before the container starts, so that none is lost. */
    private void followOutput() {
        engine.client()
                .attachContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(outputCallback);
        try {
            outputCallback.awaitStarted(ATTACH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted while starting a container")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }

    private final class OutputCallback extends ResultCallback.Adapter<Frame> {
        @Override
        public void onNext(Frame frame) {
            output.add(frame.getPayload());
        }
    }

    private final class ExitCallback extends ResultCallback.Adapter<WaitResponse> {

        @Override
        public void onError(Throwable failure) {
            super.onError(failure);
            ended.complete(lost(failure));
        }

        /** Waits in another thread: the client may interrupt this one now. */
        @Override
        public void onComplete() {
            super.onComplete();
            CompletableFuture.supplyAsync(RunningContainer.this::exitDescription)
                    .thenAccept(ended::complete);
        }
    }

    private String exitDescription() {
        try {
            outputCallback.awaitCompletion(OUTPUT_SECONDS, TimeUnit.SECONDS);
            ContainerState state =
                    engine.client().inspectContainerCmd(id).exec().getState();
            return exitDescription(state.getExitCodeLong(), Boolean.TRUE.equals(state.getOOMKilled()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "ended";
        } catch (RuntimeException e) {
            return lost(e);
        }
    }

    /** Allows for the OOM killer after any SIGKILL, because podman does not report it on every machine. */
    private static String exitDescription(long status, boolean oomKilled) {
        if (oomKilled) {
            return "was killed by the OOM killer (exit status " + status + ")";
        }
        return status == KILLED
                ? "was killed, perhaps by the OOM killer (exit status " + status + ")"
                : "ended with exit status " + status;
    }

    private String lost(Throwable failure) {
        return "lost contact: " + engine.name() + " stopped reporting its state: " + EngineFailure.message(failure);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public String lastOutput() {
        return output.text();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            remove(engine, id);
        } catch (RuntimeException e) {
            throw Failure.failed(engine.name() + " cannot remove the container " + id)
                    .because(EngineFailure.message(e))
                    .remedy("Remove it with " + engine.command() + " rm --force " + id)
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        } finally {
            release();
        }
    }

    /** Removes the container and ignores errors, because the caller throws a more important one. */
    private synchronized void discard() {
        removeNow();
        closed = true;
        release();
    }

    private void release() {
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException shuttingDown) {
            // The hook does nothing for a closed container.
        }
        cleanup.join();
        try {
            outputCallback.close();
            exitCallback.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            engine.close();
        }
    }

    /** Ignores errors: if the engine has ended and the container has not, the next run removes it. */
    private synchronized void removeNow() {
        try {
            if (!closed) {
                remove(engine, id);
            }
        } catch (RuntimeException ignored) {
            return;
        }
    }

    /** Kills and removes a container, if it exists. Without the kill, an engine would first wait for it to end. */
    static void remove(Engine engine, String id) {
        try {
            engine.client().killContainerCmd(id).exec();
        } catch (DockerException notRunning) {
            // The removal fails too if this matters.
        }
        try {
            engine.client()
                    .removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException missing) {
            return;
        }
    }
}
