package io.bpfiterator.harness.internal.engine.execution;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs tasks in one thread for each thread of the agent, one task at a time.
 *
 * <p>Build tools attribute output to a test by its thread, so tests that ran in parallel are replayed in different
 * threads.
 */
final class ReplayThreads implements AutoCloseable {

    private final Map<Integer, ExecutorService> threads = new HashMap<>();

    /** Runs a task in the thread with this number, where 0 is the calling thread, and waits for its end. */
    void run(int number, Runnable task) {
        if (number == 0) {
            task.run();
            return;
        }
        try {
            threads.computeIfAbsent(number, ReplayThreads::thread).submit(task).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while replaying the agent's thread " + number, e);
        }
    }

    private static ExecutorService thread(int number) {
        return Executors.newSingleThreadExecutor(task -> new Thread(task, "bpf-iterator replay " + number));
    }

    @Override
    public void close() {
        threads.values().forEach(ExecutorService::shutdown);
    }
}
