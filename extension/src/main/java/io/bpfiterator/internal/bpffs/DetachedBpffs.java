// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import java.nio.file.Path;

/**
 * A bpffs that is in no mount table and that only a file descriptor refers to. When the descriptor is closed, even by
 * {@code kill -9}, the kernel frees the bpffs with every pin in it.
 */
final class DetachedBpffs implements Bpffs {

    private final DetachedMount mount;

    private DetachedBpffs(DetachedMount mount) {
        this.mount = mount;
    }

    static DetachedBpffs create() {
        return new DetachedBpffs(DetachedMount.of("bpf"));
    }

    /** Opens a bpffs that is mounted on a directory; it exists until it is closed, even if it is unmounted. */
    static DetachedBpffs opened(Path mountPoint) {
        return new DetachedBpffs(DetachedMount.opened("bpf", mountPoint));
    }

    @Override
    public PinPath directory() {
        return new PinPath(mount.path(), mount.sharedPath());
    }

    @Override
    public void close() {
        mount.close();
    }
}
