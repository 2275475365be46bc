package io.bpfiterator.internal.bpffs;

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

    @Override
    public PinPath directory() {
        return new PinPath(mount.path(), mount.sharedPath());
    }

    @Override
    public void close() {
        mount.close();
    }
}
