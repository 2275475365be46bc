package io.bpfiterator.object;

import com.sun.jna.Pointer;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.Libbpf.LinkCreateOptions;
import io.bpfiterator.libbpf.LibbpfLog;
import io.bpfiterator.reader.IteratorReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A loaded BPF program. It is closed with its object. */
public final class BpfProgram {

    private static final int NO_TARGET_FD = 0;

    private final BpfObject object;
    private final ObjectDescription.Program described;
    private final Fd fd;
    private final @Nullable Pointer libbpfProgram;

    BpfProgram(BpfObject object, ObjectDescription.Program described, Fd fd, @Nullable Pointer libbpfProgram) {
        this.object = object;
        this.described = described;
        this.fd = fd;
        this.libbpfProgram = libbpfProgram;
    }

    /** Returns the C function's name. */
    public String name() {
        return described.name();
    }

    /** Returns the ELF section, which determines the program's type and target, such as {@code iter/task}. */
    public String section() {
        return described.section();
    }

    /** Returns the iterator's target; empty if the program is not an iterator. */
    public Optional<IteratorTarget> target() {
        return described.target();
    }

    /**
     * Attaches an iterator whose target requires no parameters, or another program where its section says.
     *
     * @return the link, which is closed with the object at the latest
     * @throws BpfException if the target requires parameters, the section does not say where, or the kernel refuses
     */
    public BpfLink attach() {
        return target().isPresent() ? attach(IteratorOptions.none()) : attachThroughLibbpf();
    }

    /**
     * Attaches the iterator. Requires Linux 5.8, or newer for some targets.
     *
     * @return the link, which is closed with the object at the latest
     * @throws BpfException if the program is not an iterator, the target does not accept these parameters, or the
     *     kernel refuses
     */
    public BpfLink attach(IteratorOptions options) {
        IteratorTarget target = target().orElseThrow(this::notAnIterator);
        options.check(this, target);
        int link = options.withLinkInfo(info -> Libbpf.libbpf()
                .bpf_link_create(fd.number(), NO_TARGET_FD, Libbpf.BPF_TRACE_ITER, new LinkCreateOptions(info)));
        Calls.checkLibbpf(link, errno -> AttachFailure.of(this, target, options, errno));
        return object.keep(BpfLink.ofIterator(object, name(), new Fd(link, "link of " + name())));
    }

    private BpfException notAnIterator() {
        return Failure.invalid("Cannot attach program " + name() + " as an iterator")
                .because("its section is " + section())
                .remedy("Mark an iterator with SEC(\"iter/TARGET\")")
                .exception();
    }

    private BpfLink attachThroughLibbpf() {
        if (libbpfProgram == null) {
            throw new IllegalStateException(
                    "Internal error: program " + name() + " was not loaded by libbpf. Please file an issue.");
        }
        fd.number();
        try (LibbpfLog log = LibbpfLog.open(false)) {
            Pointer link =
                    Calls.checkPointer(Libbpf.libbpf().bpf_program__attach(libbpfProgram), errno -> failure(log));
            return object.keep(BpfLink.ofLibbpf(object, name(), link));
        }
    }

    private Failure failure(LibbpfLog log) {
        return Failure.failed("Cannot attach " + this)
                .remedy("Check its section: libbpf attaches a program where its section says, such as"
                        + " SEC(\"tp_btf/…\") or SEC(\"fentry/…\")")
                .log(log.text());
    }

    /**
     * Attaches the iterator and pins it in a temporary bpffs.
     *
     * @return a reader that works until the object is closed
     * @throws BpfException as {@link #attach(IteratorOptions)} does, or if no temporary bpffs can be created
     */
    public IteratorReader pin(IteratorOptions options) {
        return attach(options).pin().reader();
    }

    /** Attaches and pins an iterator whose target requires no parameters, as {@link #pin(IteratorOptions)} does. */
    public IteratorReader pin() {
        return pin(IteratorOptions.none());
    }

    /**
     * Attaches the iterator and pins it at a path in a bpffs.
     *
     * @return a reader that works until the object is closed
     */
    public IteratorReader pin(IteratorOptions options, PinPath path) {
        return attach(options).pin(path).reader();
    }

    /** Returns the kernel's information about the program. */
    public ProgramInfo info() {
        return ProgramInfo.of(fd.number());
    }

    Fd fd() {
        return fd;
    }

    BpfObject object() {
        return object;
    }

    void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "program " + name() + " (" + section() + ")";
    }
}
