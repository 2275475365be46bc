package io.bpfiterator.harness.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.WaitResponse;
import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.LastLines;
import io.bpfiterator.harness.environment.RunningEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A container that has been started; removed when it is closed, or when this JVM shuts down. */
final class RunningContainer implements RunningEnvironment {

    /** How long the last of the output may take to come, after the end. */
    private static final int OUTPUT_SECONDS = 2;

    /** How long an engine may take to be asked to follow the output. */
    private static final int ATTACH_SECONDS = 10;

    /** What a shell makes of SIGKILL, and engines after it. */
    private static final long KILLED = 137;

    private final Engine engine;
    private final String id;
    private final String description;
    private final CompletableFuture<Void> sweeping;

    private final LastLines output = new LastLines();
    private final Following following = new Following();
    private final Waiting waiting = new Waiting();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Thread atShutdown = new Thread(this::removeNow, "bpf-iterator-container");
    private boolean closed;

    private RunningContainer(Engine engine, String id, String description, CompletableFuture<Void> sweeping) {
        this.engine = engine;
        this.id = id;
        this.description = description;
        this.sweeping = sweeping;
    }

    /** Starts a container that has been created; where that fails, it is removed. */
    static RunningContainer start(
            Engine engine, String id, String description, CompletableFuture<Void> sweeping, StartFailures failures) {
        RunningContainer container = new RunningContainer(engine, id, description, sweeping);
        Runtime.getRuntime().addShutdownHook(container.atShutdown);
        try {
            container.follow();
            engine.client().startContainerCmd(id).exec();
            engine.client().waitContainerCmd(id).exec(container.waiting);
            return container;
        } catch (DiagnosedException e) {
            container.discard();
            throw e;
        } catch (RuntimeException e) {
            container.discard();
            throw failures.explain(engine, e);
        }
    }

    /** Follows the output before there is any, so that none is missed. */
    private void follow() {
        engine.client()
                .attachContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(following);
        try {
            following.awaitStarted(ATTACH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("Interrupted while a container was started", e);
        }
    }

    private final class Following extends ResultCallback.Adapter<Frame> {
        @Override
        public void onNext(Frame frame) {
            output.add(frame.getPayload());
        }
    }

    private final class Waiting extends ResultCallback.Adapter<WaitResponse> {

        @Override
        public void onError(Throwable failure) {
            super.onError(failure);
            ended.complete(lost(failure));
        }

        /** The engine's own thread may be interrupted now, and is not to be waited in. */
        @Override
        public void onComplete() {
            super.onComplete();
            CompletableFuture.supplyAsync(RunningContainer.this::howItEnded).thenAccept(ended::complete);
        }
    }

    private String howItEnded() {
        try {
            following.awaitCompletion(OUTPUT_SECONDS, TimeUnit.SECONDS);
            ContainerState state =
                    engine.client().inspectContainerCmd(id).exec().getState();
            return ending(state.getExitCodeLong(), Boolean.TRUE.equals(state.getOOMKilled()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "ended";
        } catch (RuntimeException e) {
            return lost(e);
        }
    }

    /** Docker tells that the kernel wanted memory; podman doesn't tell everywhere. */
    private static String ending(long status, boolean forWantOfMemory) {
        if (forWantOfMemory) {
            return "was killed for want of memory (exit status " + status + ")";
        }
        return status == KILLED
                ? "was killed, perhaps for want of memory (exit status " + status + ")"
                : "ended with exit status " + status;
    }

    private String lost(Throwable failure) {
        return "is out of sight, since " + engine.name() + " says no more of it: " + Refusal.words(failure);
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
            throw new EnvironmentException(
                    engine.name() + " can't remove the container " + id + ": " + Refusal.words(e) + "; remove it: "
                            + engine.command() + " rm --force " + id,
                    e);
        } finally {
            release();
        }
    }

    /** Removes it without a word, where there is worse to tell. */
    private synchronized void discard() {
        removeNow();
        closed = true;
        release();
    }

    private void release() {
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException shuttingDown) {
            // Then the hook finds nothing to do.
        }
        sweeping.join();
        try {
            following.close();
            waiting.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            engine.close();
        }
    }

    /** Where the engine is gone, the next run will find the container, if that isn't gone as well. */
    private synchronized void removeNow() {
        try {
            if (!closed) {
                remove(engine, id);
            }
        } catch (RuntimeException leftToTheNextRun) {
            return;
        }
    }

    /** Kills and removes a container, if there is one. Being killed first, it is given no seconds to end by itself. */
    static void remove(Engine engine, String id) {
        try {
            engine.client().killContainerCmd(id).exec();
        } catch (DockerException notRunning) {
            // It ends up removed all the same, or the removal tells why not.
        }
        try {
            engine.client()
                    .removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException gone) {
            return;
        }
    }
}
