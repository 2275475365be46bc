package io.bpfiterator.object;

import com.sun.jna.Pointer;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.kernel.Teardown;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.reader.IteratorReader;

/**
 * An attached program. The kernel detaches it when the last of its descriptors, pins and open runs is gone, so an
 * iterator that is pinned or being read outlives the closing of its link.
 */
public final class BpfLink implements AutoCloseable {

    private final BpfObject object;
    private final String name;
    private final Fd fd;
    private final AutoCloseable detach;

    private BpfLink(BpfObject object, String name, Fd fd, AutoCloseable detach) {
        this.object = object;
        this.name = name;
        this.fd = fd;
        this.detach = detach;
    }

    static BpfLink ofIterator(BpfObject object, String name, Fd fd) {
        return new BpfLink(object, name, fd, () -> {});
    }

    static BpfLink ofLibbpf(BpfObject object, String name, Pointer link) {
        Destruction destruction = new Destruction(link);
        try {
            Fd fd = Fd.duplicate(Libbpf.libbpf().bpf_link__fd(link), "link of " + name);
            return new BpfLink(object, name, fd, destruction);
        } catch (RuntimeException e) {
            destruction.close();
            throw e;
        }
    }

    /** Returns the name of the program that was attached. */
    public String name() {
        return name;
    }

    /**
     * Pins the link into a bpffs; a link may have several pins.
     *
     * @return the pin; unpinned with the object at the latest
     * @throws BpfException if the kernel refuses
     */
    public BpfPin pin(PinPath path) {
        int result = Libbpf.libbpf().bpf_obj_pin(fd.number(), path.path().toString());
        if (result < 0) {
            throw new BpfException(
                    "The kernel refused to pin iterator " + name + " at " + path.shared() + ": "
                            + Errno.describe(result),
                    result);
        }
        return object.keep(new BpfPin(object, name, path));
    }

    /** Pins the link into the object's temporary bpffs, under a name made from any words. */
    public BpfPin pin(String words) {
        return pin(object.bpffs().path(words));
    }

    /** Pins the link into the object's temporary bpffs, under its program's name. */
    public BpfPin pin() {
        return pin(name);
    }

    /** Returns a reader of the iterator that needs no pin ({@code bpf_iter_create}); it works until the link is closed. */
    public IteratorReader reader() {
        return object.latestReaders().add(new IteratorReader(new AnonymousSource(object, name, fd)));
    }

    /**
     * Puts another program in the place of the attached one: every later run, also of an existing pin, is that program's.
     *
     * @param program an iterator of the same target
     * @throws BpfException if it is of another target, or the kernel refuses
     */
    public void update(BpfProgram program) {
        int result = Libbpf.libbpf().bpf_link_update(fd.number(), program.fd().number(), null);
        if (result < 0) {
            throw new BpfException(
                    "The kernel refused to update the link of " + name + " to " + program + ": "
                            + Errno.describe(result)
                            + (Errno.EINVAL.is(result) ? "; both must be iterators of the same target" : ""),
                    result);
        }
    }

    /** Asks the kernel about the link; Linux 5.8. */
    public LinkInfo info() {
        return LinkInfo.of(fd.number());
    }

    @Override
    public void close() {
        Teardown teardown = new Teardown();
        teardown.close(fd);
        teardown.close(detach);
        teardown.finish();
    }

    @Override
    public String toString() {
        return "link of " + name;
    }

    /** Has libbpf detach once. */
    private static final class Destruction implements AutoCloseable {

        private final Pointer link;
        private boolean destroyed;

        Destruction(Pointer link) {
            this.link = link;
        }

        @Override
        public synchronized void close() {
            if (!destroyed) {
                destroyed = true;
                Libbpf.libbpf().bpf_link__destroy(link);
            }
        }
    }
}
