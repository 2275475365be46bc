// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.namespace;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Path;

/**
 * A pid namespace. An iterator of tasks shows the tasks in the namespace of the process that opens a run, and in the
 * namespaces below it. However, {@code pid} and {@code tgid} of a {@code task_struct} are numbers of the initial
 * namespace, so in another namespace they differ from {@link ProcessHandle#pid}.
 *
 * @param inode unique among the namespaces that exist at the same time
 */
public record PidNamespace(long inode) {

    /** {@code PROC_PID_INIT_INO} of {@code linux/proc_ns.h}. */
    private static final long INITIAL = 0xEFFFFFFCL;

    /**
     * Returns the namespace of this process, in which all its threads stay.
     *
     * @throws BpfException if {@code /proc} does not show it
     */
    public static PidNamespace current() {
        return new PidNamespace(NamespaceLink.read(Path.of("/proc/self/ns/pid")).inode());
    }

    /** Returns whether this is the initial namespace, from which every process is visible. */
    public boolean isInitial() {
        return inode == INITIAL;
    }

    /** Returns the namespace in the notation of {@code /proc}: {@code pid:[4026531836]}. */
    @Override
    public String toString() {
        return new NamespaceLink("pid", inode).toString();
    }
}
