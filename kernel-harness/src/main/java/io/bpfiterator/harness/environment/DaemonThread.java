package io.bpfiterator.harness.environment;

/** Runs what may wait for ever in threads that don't keep this JVM. */
public final class DaemonThread {

    private DaemonThread() {}

    /** Runs a task in a thread of its own; the name says what it does. */
    public static void start(String name, Runnable task) {
        Thread thread = new Thread(task, "bpf-iterator " + name);
        thread.setDaemon(true);
        thread.start();
    }
}
