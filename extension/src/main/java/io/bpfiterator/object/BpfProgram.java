package io.bpfiterator.object;

import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.Libbpf.LinkCreateOptions;
import java.util.Optional;

/** A loaded BPF program. Its object closes it. */
public final class BpfProgram {

    private static final int NO_TARGET_FD = 0;

    private final String name;
    private final String section;
    private final Fd fd;

    BpfProgram(String name, String section, Fd fd) {
        this.name = name;
        this.section = section;
        this.fd = fd;
    }

    /** Returns the C function's name. */
    public String name() {
        return name;
    }

    /** Returns the ELF section that says what the program is, such as {@code iter/task}. */
    public String section() {
        return section;
    }

    /** Returns what the program walks; empty for one that is no iterator. */
    public Optional<IteratorTarget> target() {
        return IteratorTarget.ofSection(section);
    }

    /**
     * Attaches the iterator; Linux 5.8, and newer for some targets.
     *
     * @throws BpfException if the program is no iterator, the target does not take these parameters, or the kernel
     *     refuses
     */
    public BpfLink attach(IteratorOptions options) {
        IteratorTarget target = target().orElseThrow(() -> new BpfException(
                "Program " + name + " is no iterator (its section is " + section + ") and has nothing to walk"));
        options.check(this, target);
        int result = Libbpf.libbpf()
                .bpf_link_create(
                        fd.number(), NO_TARGET_FD, Libbpf.BPF_TRACE_ITER, new LinkCreateOptions(options.linkInfo()));
        if (result < 0) {
            throw AttachFailure.of(this, target, options, result);
        }
        return new BpfLink(name, new Fd(result));
    }

    void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "program " + name + " (" + section + ")";
    }
}
