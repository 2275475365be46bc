package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.environment.AgentSession;
import io.bpfiterator.harness.environment.DaemonThread;
import io.bpfiterator.kernel.Teardown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Starts the environments of a run ahead of their turns, in their order.
 *
 * <p>Those with a kernel of their own run their tests at once, as many at a time as there are processors; the others wait,
 * started, until nobody else uses their kernel. Closing it ends what has not had its turn.
 */
final class Prestarts implements AutoCloseable {

    private final Map<EnvironmentRun, Prestart> starts = new LinkedHashMap<>();
    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private volatile boolean closed;

    private Prestarts() {}

    static Prestarts of(List<EnvironmentRun> runs) {
        Prestarts starts = new Prestarts();
        runs.forEach(run -> starts.starts.put(run, new Prestart()));
        DaemonThread.start("start", starts::startAll);
        return starts;
    }

    Prestart of(EnvironmentRun run) {
        return starts.get(run);
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
            started.ended().whenComplete((how, failure) -> processors.release());
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
