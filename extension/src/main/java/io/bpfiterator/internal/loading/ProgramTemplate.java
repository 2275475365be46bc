// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.internal.iterator.ProgramInfoQuery;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.ProgLoadOptions;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.iterator.ProgramInfo;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** An iterator program of a template, which loads copies of the program that libbpf loaded. */
final class ProgramTemplate {

    private static final int F_SLEEPABLE = 1 << 4;

    private final ObjectDescription.Program described;
    private final Instructions instructions;
    private final String license;
    private final int flags;
    private final int attachBtfId;
    private final int btfId;
    private final @Nullable Memory functions;

    private ProgramTemplate(
            ObjectDescription.Program described,
            Instructions instructions,
            String license,
            int flags,
            int attachBtfId,
            int btfId,
            @Nullable Memory functions) {
        this.described = described;
        this.instructions = instructions;
        this.license = license;
        this.flags = flags;
        this.attachBtfId = attachBtfId;
        this.btfId = btfId;
        this.functions = functions;
    }

    /**
     * Returns the template of a program that libbpf loaded; empty if the program cannot be loaded again without libbpf.
     */
    static Optional<ProgramTemplate> of(ObjectDescription.Program described, Pointer libbpfProgram) {
        Libbpf libbpf = Libbpf.libbpf();
        Instructions instructions = Instructions.of(libbpfProgram);
        int attachBtfId = described
                .target()
                .map(target -> libbpf.libbpf_find_vmlinux_btf_id(target, Libbpf.BPF_TRACE_ITER))
                .orElse(-1);
        if (attachBtfId <= 0 || !instructions.isReloadable()) {
            return Optional.empty();
        }
        int fd = libbpf.bpf_program__fd(libbpfProgram);
        ProgramInfo info = ProgramInfoQuery.of(fd);
        SortedSet<Integer> starts = instructions.subprograms();
        Optional<Memory> functions = functions(fd, info, starts);
        if (functions.isEmpty() && starts.size() > 1) {
            return Optional.empty();
        }
        int sleepable = Target.isSleepable(described.section()) ? F_SLEEPABLE : 0;
        return Optional.of(new ProgramTemplate(
                described,
                instructions,
                info.gplCompatible() ? "GPL" : "Proprietary",
                libbpf.bpf_program__flags(libbpfProgram) | sleepable,
                attachBtfId,
                functions.isPresent() ? info.btfId() : 0,
                functions.orElse(null)));
    }

    /**
     * Returns the offset and the type of each function. The kernel returns the types in the order of the functions, but
     * with the offsets after its own rewriting. If it removed no function, the order assigns the types to the original
     * offsets.
     */
    private static Optional<Memory> functions(int fd, ProgramInfo info, SortedSet<Integer> starts) {
        if (info.btfId() == 0 || info.functions() != starts.size()) {
            return Optional.empty();
        }
        Memory functions = ProgramInfoQuery.functions(fd, info.functions());
        int record = 0;
        for (int start : starts) {
            functions.setInt((long) record * ProgramInfoQuery.FUNCTION_BYTES, start);
            record++;
        }
        return Optional.of(functions);
    }

    ObjectDescription.Program described() {
        return described;
    }

    int btfId() {
        return btfId;
    }

    /** Loads a copy of this program, which uses the copies of the template's maps. */
    Fd load(MapCopies maps, int btfFd) {
        ProgLoadOptions options = new ProgLoadOptions();
        options.set(ProgLoadOptions.EXPECTED_ATTACH_TYPE, Libbpf.BPF_TRACE_ITER);
        options.set(ProgLoadOptions.ATTACH_BTF_ID, attachBtfId);
        options.set(ProgLoadOptions.PROG_FLAGS, flags);
        if (functions != null) {
            options.set(ProgLoadOptions.PROG_BTF_FD, btfFd);
            options.set(ProgLoadOptions.FUNC_INFO, functions);
            options.set(
                    ProgLoadOptions.FUNC_INFO_CNT, Math.toIntExact(functions.size() / ProgramInfoQuery.FUNCTION_BYTES));
            options.set(ProgLoadOptions.FUNC_INFO_REC_SIZE, ProgramInfoQuery.FUNCTION_BYTES);
        }
        byte[] code = instructions.withMaps(maps);
        Memory memory = Bytes.copyOf(code);
        int fd = Calls.checkLibbpf(
                Libbpf.libbpf()
                        .bpf_prog_load(
                                Libbpf.BPF_PROG_TYPE_TRACING,
                                described.name(),
                                license,
                                memory,
                                instructions.count(),
                                options),
                "load program " + described.name() + " from its template");
        return new Fd(fd, "program " + described.name());
    }
}
