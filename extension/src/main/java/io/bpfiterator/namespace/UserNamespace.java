package io.bpfiterator.namespace;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Path;

/**
 * A user namespace. The kernel asks for the capabilities to load BPF programs in the initial one: those that a process
 * has in another one, as root of a rootless container has, do not count.
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

    /** Tells whether it is the one that the kernel started with. */
    public boolean isInitial() {
        return inode == INITIAL;
    }

    /** Returns it as {@code /proc} shows it: {@code user:[4026531837]}. */
    @Override
    public String toString() {
        return new NamespaceLink("user", inode).toString();
    }
}
