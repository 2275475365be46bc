package io.bpfiterator.namespace;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Path;

/**
 * A pid namespace: an iterator of tasks shows those in the namespace of the process that opens a run, and in those below
 * it. But {@code pid} and {@code tgid} of a {@code task_struct} are numbers of the initial namespace, so elsewhere they are
 * not those that {@link ProcessHandle#pid} gives.
 *
 * @param inode what tells it from every other that exists at the same time
 */
public record PidNamespace(long inode) {

    /** {@code PROC_PID_INIT_INO} of {@code linux/proc_ns.h}. */
    private static final long INITIAL = 0xEFFFFFFCL;

    /**
     * Returns that of this process. All its threads are in it, and stay there.
     *
     * @throws BpfException if {@code /proc} doesn't tell
     */
    public static PidNamespace current() {
        return new PidNamespace(NamespaceLink.read(Path.of("/proc/self/ns/pid")).inode());
    }

    /** Tells whether it is the one that the kernel started with, from which every process is seen. */
    public boolean isInitial() {
        return inode == INITIAL;
    }

    /** Returns it as {@code /proc} shows it: {@code pid:[4026531836]}. */
    @Override
    public String toString() {
        return new NamespaceLink("pid", inode).toString();
    }
}
