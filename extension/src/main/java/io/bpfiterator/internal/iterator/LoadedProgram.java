// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.LinkCreateOptions;
import io.bpfiterator.internal.libbpf.LibbpfLog;
import io.bpfiterator.internal.targets.Attachment;
import io.bpfiterator.internal.targets.CgroupParameter;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.Complexity;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.ProgramInfo;
import io.bpfiterator.iterator.TestRunInput;
import io.bpfiterator.iterator.TestRunResult;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Implements {@link BpfProgram}. */
public final class LoadedProgram implements KernelProgram, AutoCloseable {

    /** How often the kernel has called a program, and the time in it, while it counted. */
    public record Runs(long count, long nanoseconds) {}

    private static final int NO_TARGET_FD = 0;

    private final Owner owner;
    private final String name;
    private final String section;
    private final @Nullable Btf btf;
    private final Fd fd;
    private final @Nullable Pointer libbpfProgram;
    private final Supplier<Complexity> complexity;

    /**
     * Creates a program, whose descriptor it owns.
     *
     * @param owner closes the program's links and pins
     * @param btf the types of the program's object; null if it has none
     * @param libbpfProgram libbpf's program; null if it was loaded without libbpf
     * @param complexity measures the program's complexity
     */
    public LoadedProgram(
            Owner owner,
            String name,
            String section,
            @Nullable Btf btf,
            Fd fd,
            @Nullable Pointer libbpfProgram,
            Supplier<Complexity> complexity) {
        this.owner = owner;
        this.name = name;
        this.section = section;
        this.btf = btf;
        this.fd = fd;
        this.libbpfProgram = libbpfProgram;
        this.complexity = complexity;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String section() {
        return section;
    }

    @Override
    public Optional<String> target() {
        return Target.ofSection(section);
    }

    @Override
    public AttachedLink attach() {
        return target().isPresent() ? attach(IteratorOptions.none()) : attachThroughLibbpf();
    }

    @Override
    public AttachedLink attach(IteratorOptions options) {
        Attachment attachment =
                new Attachment(name, target().orElseThrow(this::notAnIterator), Target.isSleepable(section), options);
        attachment.check();
        int link = attachment.call(info -> Libbpf.libbpf()
                .bpf_link_create(fd.number(), NO_TARGET_FD, Libbpf.BPF_TRACE_ITER, new LinkCreateOptions(info)));
        Calls.checkLibbpf(link, attachment::failure);
        return owner.keep(AttachedLink.ofIterator(owner, name, btf, new Fd(link, "link of " + name)));
    }

    private BpfException notAnIterator() {
        return Failure.invalid("Cannot attach program " + name + " as an iterator")
                .because("its section is " + section)
                .program(name)
                .remedy("Mark an iterator with SEC(\"iter/TARGET\")")
                .exception();
    }

    private AttachedLink attachThroughLibbpf() {
        return attachThroughLibbpf(Libbpf.libbpf()::bpf_program__attach);
    }

    @Override
    public AttachedLink attachToCgroup(Path cgroup) {
        if (target().isPresent()) {
            throw Failure.invalid("Cannot attach iterator " + name + " to a cgroup")
                    .remedy("Start an iterator at a cgroup with IteratorOptions.cgroup")
                    .exception();
        }
        try (Fd directory = CgroupParameter.open(cgroup)) {
            return attachThroughLibbpf(
                    program -> Libbpf.libbpf().bpf_program__attach_cgroup(program, directory.number()));
        }
    }

    @Override
    public TestRunResult testRun(TestRunInput input) {
        return TestRun.of(this, fd.number(), input);
    }

    private AttachedLink attachThroughLibbpf(Function<Pointer, @Nullable Pointer> attach) {
        if (libbpfProgram == null) {
            throw new IllegalStateException(
                    "Internal error: program " + name + " was not loaded by libbpf. Please file an issue.");
        }
        fd.number();
        try (LibbpfLog log = LibbpfLog.open(false)) {
            Pointer link = Calls.checkPointer(attach.apply(libbpfProgram), errno -> failure(log));
            return owner.keep(AttachedLink.ofLibbpf(owner, name, btf, link));
        }
    }

    private Failure failure(LibbpfLog log) {
        return Failure.failed("Cannot attach " + this)
                .because(log.firstWarning())
                .program(name)
                .remedy("Check its section: libbpf attaches a program where its section says, such as"
                        + " SEC(\"tp_btf/…\") or SEC(\"fentry/…\")")
                .log(log.text());
    }

    @Override
    public ProgramInfo info() {
        return ProgramInfoQuery.of(fd.number());
    }

    /** Returns the runs that the kernel has counted; none if it does not count. */
    public Runs runs() {
        return ProgramInfoQuery.runs(fd.number());
    }

    @Override
    public Complexity complexity() {
        return complexity.get();
    }

    @Override
    public Fd fd() {
        return fd;
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "program " + name + " (" + section + ")";
    }
}
