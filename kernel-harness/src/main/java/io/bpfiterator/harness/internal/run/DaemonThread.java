// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

/** Starts daemon threads, for tasks that may block for ever and must not keep this JVM running. */
public final class DaemonThread {

    private DaemonThread() {}

    /** Runs a task in a new daemon thread. The name of the task becomes part of the thread's name. */
    public static void start(String name, Runnable task) {
        create(task, name).start();
    }

    /** Creates a thread for an executor. */
    public static Thread create(Runnable task) {
        return create(task, "worker");
    }

    private static Thread create(Runnable task, String name) {
        Thread thread = new Thread(task, "bpf-iterator " + name);
        thread.setDaemon(true);
        return thread;
    }
}
