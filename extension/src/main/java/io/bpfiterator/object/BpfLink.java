package io.bpfiterator.object;

import com.sun.jna.Pointer;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.kernel.Teardown;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.reader.IteratorReader;

/**
 * An attached program. The kernel detaches it when its last descriptor, pin and open run are gone, so an iterator that
 * is pinned or being read continues to work after its link is closed.
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
        LibbpfLink libbpfLink = new LibbpfLink(link);
        try {
            Fd fd = Fd.duplicate(Libbpf.libbpf().bpf_link__fd(link), "link of " + name);
            return new BpfLink(object, name, fd, libbpfLink);
        } catch (RuntimeException e) {
            libbpfLink.close();
            throw e;
        }
    }

    /** Returns the name of the attached program. */
    public String name() {
        return name;
    }

    /**
     * Pins the link in a bpffs; a link can have several pins.
     *
     * @return the pin, which is closed with the object at the latest
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses
     */
    public BpfPin pin(PinPath path) {
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_pin(fd.number(), path.path().toString()),
                "pin iterator " + name + " at " + path.shared());
        return object.keep(new BpfPin(object, name, path));
    }

    /** Pins the link in the object's temporary bpffs, under a name derived from a text, as {@code Bpffs.path} does. */
    public BpfPin pin(String text) {
        return pin(object.bpffs().path(text));
    }

    /** Pins the link in the object's temporary bpffs, under its program's name. */
    public BpfPin pin() {
        return pin(name);
    }

    /** Returns a reader of the iterator without a pin ({@code bpf_iter_create}); it works until the link is closed. */
    public IteratorReader reader() {
        return object.latestReaders().add(new IteratorReader(new AnonymousSource(object, name, fd)));
    }

    /**
     * Replaces the attached program: every later run executes the new one, including runs of existing pins.
     *
     * @param program an iterator of the same target
     * @throws io.bpfiterator.failure.BpfException if its target is another, or the kernel refuses
     */
    public void update(BpfProgram program) {
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_link_update(fd.number(), program.fd().number(), null),
                errno -> updateFailure("Cannot update " + this + " to " + program, errno));
    }

    private static Failure updateFailure(String what, int errno) {
        return Errno.EINVAL.is(errno)
                ? Failure.invalid(what).remedy("Choose an iterator of the same target")
                : Failure.failed(what);
    }

    /** Returns the kernel's information about the link. Requires Linux 5.8. */
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

    /** Owns a {@code struct bpf_link} of libbpf and destroys it once, which detaches the program. */
    private static final class LibbpfLink implements AutoCloseable {

        private final Pointer link;
        private boolean destroyed;

        LibbpfLink(Pointer link) {
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
