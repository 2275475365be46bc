// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import java.util.Iterator;
import java.util.LinkedHashMap;
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

    /** An agent may report from any number of threads, if its tests start one after the other. */
    private static final int MAX_THREADS = 128;

    /** From the one that was used least recently. */
    private final Map<Integer, ExecutorService> threads = new LinkedHashMap<>(MAX_THREADS, 0.75f, true);

    /** Runs a task in the thread with this number, where 0 is the calling thread, and waits for its end. */
    void run(int number, Runnable task) {
        if (number == 0) {
            task.run();
            return;
        }
        try {
            of(number).submit(task).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while replaying the agent's thread " + number, e);
        }
    }

    private ExecutorService of(int number) {
        ExecutorService thread = threads.computeIfAbsent(number, ReplayThreads::thread);
        if (threads.size() > MAX_THREADS) {
            Iterator<ExecutorService> leastRecent = threads.values().iterator();
            leastRecent.next().shutdown();
            leastRecent.remove();
        }
        return thread;
    }

    private static ExecutorService thread(int number) {
        return Executors.newSingleThreadExecutor(task -> new Thread(task, "bpf-iterator replay " + number));
    }

    @Override
    public void close() {
        threads.values().forEach(ExecutorService::shutdown);
    }
}
