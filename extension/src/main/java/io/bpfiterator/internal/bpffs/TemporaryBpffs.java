// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import io.bpfiterator.failure.BpfException;

/** Chooses the bpffs for pins that nobody gave a place. */
public final class TemporaryBpffs {

    private TemporaryBpffs() {}

    /**
     * Creates an empty bpffs, or an empty directory in one. It tries three ways in this order: a directory in the
     * detached bpffs of this JVM, whose system calls may be refused, for example by the seccomp filter of a container;
     * a bpffs that is mounted, opened and unmounted again; a new directory in the bpffs at {@code /sys/fs/bpf}.
     *
     * @throws BpfException if all three fail; it reports why the second failed, and the other failures are suppressed
     *     in it
     */
    public static Bpffs create() {
        try {
            return SharedBpffs.create();
        } catch (BpfException refused) {
            try {
                return MountedBpffs.detached();
            } catch (BpfException e) {
                e.addSuppressed(refused);
                return inSystemBpffs(e);
            }
        }
    }

    private static Bpffs inSystemBpffs(BpfException refused) {
        try {
            return DirectoryInBpffs.create(DirectoryInBpffs.PARENT);
        } catch (BpfException e) {
            refused.addSuppressed(e);
            throw refused;
        }
    }
}
