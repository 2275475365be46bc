package io.bpfiterator.harness.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Has a thread here for each of the agent's, one at a time at work.
 *
 * <p>Build tools tell by the thread which test printed something, so tests that ran side by side must be replayed in
 * different threads.
 */
final class ReplayThreads implements AutoCloseable {

    private final Map<Integer, ExecutorService> threads = new HashMap<>();

    /** Runs a task in the thread of a number, and waits for its end; 0 is the caller's own. */
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
            throw new IllegalStateException("interrupted while replaying the agent's thread " + number, e);
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
