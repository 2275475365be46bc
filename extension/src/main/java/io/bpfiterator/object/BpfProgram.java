package io.bpfiterator.object;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.Libbpf.LinkCreateOptions;
import io.bpfiterator.libbpf.LibbpfLog;
import io.bpfiterator.reader.IteratorReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A loaded BPF program. Its object closes it. */
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

    /** Returns the ELF section that says what the program is, such as {@code iter/task}. */
    public String section() {
        return described.section();
    }

    /** Returns what the program walks; empty for one that is no iterator. */
    public Optional<IteratorTarget> target() {
        return described.target();
    }

    /**
     * Attaches an iterator whose target needs no parameters, or another program where its section says.
     *
     * @return the link; closed with the object at the latest
     * @throws BpfException if the target needs parameters, the section does not say where, or the kernel refuses
     */
    public BpfLink attach() {
        return target().isPresent() ? attach(IteratorOptions.none()) : attachThroughLibbpf();
    }

    /**
     * Attaches the iterator; Linux 5.8, and newer for some targets.
     *
     * @return the link; closed with the object at the latest
     * @throws BpfException if the program is no iterator, the target does not take these parameters, or the kernel
     *     refuses
     */
    public BpfLink attach(IteratorOptions options) {
        IteratorTarget target = target().orElseThrow(() -> new BpfException(
                "Program " + name() + " is no iterator (its section is " + section() + ") and has nothing to walk"));
        options.check(this, target);
        int result = options.withLinkInfo(info -> Libbpf.libbpf()
                .bpf_link_create(fd.number(), NO_TARGET_FD, Libbpf.BPF_TRACE_ITER, new LinkCreateOptions(info)));
        if (result < 0) {
            throw AttachFailure.of(this, target, options, result);
        }
        return object.keep(BpfLink.ofIterator(object, name(), new Fd(result, "link of " + name())));
    }

    private BpfLink attachThroughLibbpf() {
        if (libbpfProgram == null) {
            throw new IllegalStateException("program " + name() + " was not loaded by libbpf");
        }
        fd.number();
        try (LibbpfLog log = LibbpfLog.open(false)) {
            Pointer link = Libbpf.libbpf().bpf_program__attach(libbpfProgram);
            if (link == null) {
                int errno = Native.getLastError();
                throw new BpfException(
                        this + " can't be attached: " + Errno.describe(errno)
                                + "; libbpf attaches what its section names (SEC(\"tp_btf/…\"), SEC(\"fentry/…\"), …)",
                        errno,
                        log.text());
            }
            return object.keep(BpfLink.ofLibbpf(object, name(), link));
        }
    }

    /**
     * Attaches the iterator and pins it in a temporary bpffs.
     *
     * @return a reader that works until the object is closed
     * @throws BpfException as {@link #attach(IteratorOptions)} does, or if no bpffs can be had
     */
    public IteratorReader pin(IteratorOptions options) {
        return attach(options).pin().reader();
    }

    /** Attaches and pins an iterator whose target needs no parameters, as {@link #pin(IteratorOptions)} does. */
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

    /** Asks the kernel about the program. */
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
