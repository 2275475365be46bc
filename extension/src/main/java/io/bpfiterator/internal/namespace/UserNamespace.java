// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.namespace;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Path;

/**
 * A user namespace. The kernel requires the capabilities to load BPF programs in the initial user namespace. Those in
 * another one, such as the capabilities of root in a rootless container, do not count.
 *
 * @param inode unique among the namespaces that exist at the same time
 */
public record UserNamespace(long inode) {

    /** {@code PROC_USER_INIT_INO} of {@code linux/proc_ns.h}. */
    private static final long INITIAL = 0xEFFFFFFDL;

    /**
     * Returns the namespace of this process.
     *
     * @throws BpfException if {@code /proc} does not show it
     */
    public static UserNamespace current() {
        return new UserNamespace(
                NamespaceLink.read(Path.of("/proc/self/ns/user")).inode());
    }

    /** Returns whether this is the initial namespace. */
    public boolean isInitial() {
        return inode == INITIAL;
    }

    /** Returns the namespace in the notation of {@code /proc}: {@code user:[4026531837]}. */
    @Override
    public String toString() {
        return new NamespaceLink("user", inode).toString();
    }
}
