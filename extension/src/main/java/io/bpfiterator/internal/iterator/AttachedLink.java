// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import com.sun.jna.Pointer;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.bpffs.PinPath;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.Teardown;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfPin;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.iterator.LinkInfo;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Implements {@link BpfLink}. */
public final class AttachedLink implements BpfLink {

    private final Owner owner;
    private final String name;
    private final @Nullable Btf btf;
    private final Fd fd;
    private final AutoCloseable detach;

    private AttachedLink(Owner owner, String name, @Nullable Btf btf, Fd fd, AutoCloseable detach) {
        this.owner = owner;
        this.name = name;
        this.btf = btf;
        this.fd = fd;
        this.detach = detach;
    }

    /**
     * Creates the link of an iterator, whose descriptor it owns.
     *
     * @param btf the types of the program's object; null if they are not available
     */
    static AttachedLink ofIterator(Owner owner, String name, @Nullable Btf btf, Fd fd) {
        return new AttachedLink(owner, name, btf, fd, () -> {});
    }

    /** Creates the link for one of libbpf, which it owns. */
    public static AttachedLink ofLibbpf(Owner owner, String name, @Nullable Btf btf, Pointer link) {
        LibbpfLink libbpfLink = new LibbpfLink(link);
        try {
            Fd fd = Fd.duplicate(Libbpf.libbpf().bpf_link__fd(link), "link of " + name);
            return new AttachedLink(owner, name, btf, fd, libbpfLink);
        } catch (RuntimeException | Error e) {
            libbpfLink.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public BpfPin pin(Path path) {
        return pin(PinPath.at(path));
    }

    @Override
    public BpfPin pin(String text) {
        return pin(owner.bpffs().path(text));
    }

    /** Pins the link at a path that has been checked. */
    public BpfPin pin(PinPath path) {
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_pin(fd.number(), path.path().toString()),
                "pin iterator " + name + " at " + path.shared());
        return owner.keep(new LinkPin(owner, name, btf, path));
    }

    @Override
    public IteratorReader reader() {
        return owner.add(new SourceReader(new AnonymousSource(owner.runs(), name, btf, fd)));
    }

    @Override
    public void update(BpfProgram program) {
        int replacement = KernelProgram.of(program).fd().number();
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_link_update(fd.number(), replacement, null),
                errno -> updateFailure(program, errno));
    }

    private Failure updateFailure(BpfProgram program, int errno) {
        String what = "Cannot update " + this + " to " + program;
        Optional<String> target = info().target();
        return Errno.EINVAL.is(errno) && target.isPresent() && !target.equals(program.target())
                ? Failure.invalid(what)
                        .because("the link is of target " + target.get() + ", and the program "
                                + program.target()
                                        .map(other -> "is for " + other)
                                        .orElse("is not an iterator"))
                        .remedy("Choose an iterator of the same target")
                : Failure.failed(what);
    }

    @Override
    public LinkInfo info() {
        return LinkInfoQuery.of(fd.number());
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
