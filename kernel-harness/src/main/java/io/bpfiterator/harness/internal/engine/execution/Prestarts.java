// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import io.bpfiterator.harness.internal.environment.AgentSession;
import io.bpfiterator.harness.internal.run.DaemonThread;
import io.bpfiterator.internal.kernel.Teardown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Starts the environments of a run ahead of their turns, in their order.
 *
 * <p>Environments with a kernel of their own run their tests at once, at most one environment per processor at a time.
 * The others wait, started, until no other environment uses their kernel. Closing this ends those that have not had
 * their turn.
 */
public final class Prestarts implements AutoCloseable {

    private final Map<EnvironmentRun, Prestart> starts = new LinkedHashMap<>();
    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private volatile boolean closed;

    private Prestarts() {}

    public static Prestarts of(List<EnvironmentRun> runs) {
        Prestarts prestarts = new Prestarts();
        runs.forEach(run -> prestarts.starts.put(run, new Prestart()));
        DaemonThread.start("start", prestarts::startAll);
        return prestarts;
    }

    public Prestart of(EnvironmentRun run) {
        Prestart start = starts.get(run);
        if (start == null) {
            throw new IllegalArgumentException("Not one of these runs: " + run);
        }
        return start;
    }

    private void startAll() {
        for (Map.Entry<EnvironmentRun, Prestart> start : starts.entrySet()) {
            EnvironmentRun run = start.getKey();
            CompletableFuture<AgentSession> session = start.getValue().session();
            if (run.environment().hasOwnKernel()) {
                processors.acquireUninterruptibly();
                session.whenComplete((started, failure) -> releaseWhenEnded(started));
            }
            DaemonThread.start("start", () -> complete(session, run));
        }
    }

    private void releaseWhenEnded(AgentSession started) {
        if (started == null) {
            processors.release();
        } else {
            started.ended().whenComplete((ending, failure) -> processors.release());
        }
    }

    private void complete(CompletableFuture<AgentSession> session, EnvironmentRun run) {
        if (closed) {
            session.cancel(false);
            return;
        }
        try {
            session.complete(run.start());
        } catch (RuntimeException | LinkageError e) {
            session.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        processors.release(starts.size());
        Teardown teardown = new Teardown();
        starts.values().forEach(teardown::close);
        teardown.finish();
    }
}
