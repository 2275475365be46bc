package io.bpfiterator.bpffs;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Files;

/**
 * A bpffs of this JVM's own. Closing it unpins whatever is left in it.
 *
 * <p>It needs {@code CAP_SYS_ADMIN}, and Linux 5.2 for the detached kind; or a bpffs that is mounted at {@code /sys/fs/bpf}.
 */
public interface Bpffs extends AutoCloseable {

    /**
     * Makes an empty bpffs: a detached one; where its system calls are refused (a container's seccomp filter may) one that is
     * mounted on a fresh directory; where that is refused, too, a fresh directory in the one at {@code /sys/fs/bpf}.
     *
     * @throws BpfException if none can be had, which says why not the second; the other refusals are suppressed in it
     */
    static Bpffs temporary() {
        try {
            return DetachedBpffs.create();
        } catch (BpfException refused) {
            try {
                return MountedBpffs.create();
            } catch (BpfException e) {
                e.addSuppressed(refused);
                return inTheSystemsOwn(e);
            }
        }
    }

    private static Bpffs inTheSystemsOwn(BpfException refused) {
        try {
            return DirectoryInBpffs.create(DirectoryInBpffs.PARENT);
        } catch (BpfException e) {
            refused.addSuppressed(e);
            throw refused;
        }
    }

    /** Returns the directory: as this process reaches it, and as others do. */
    PinPath directory();

    /**
     * Returns a free path to pin at, with a name made from any words. The name is legal and nobody's yet: where the words
     * are not, they are changed, cut and numbered.
     */
    default PinPath path(String words) {
        PinPath path = directory().resolve(PinPath.legalName(words, ""));
        for (int number = 2; Files.exists(path.path()); number++) {
            path = directory().resolve(PinPath.legalName(words, "-" + number));
        }
        return path;
    }

    @Override
    void close();
}
