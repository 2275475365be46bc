// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.internal.coverage.Measurement;
import io.bpfiterator.internal.coverage.ProbedProgram;
import io.bpfiterator.internal.iterator.ProgramInfoQuery;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.ProgLoadOptions;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.iterator.ProgramInfo;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** An iterator program of a template, which loads copies of the program that libbpf loaded. */
final class ProgramTemplate {

    private static final int F_SLEEPABLE = 1 << 4;

    private final ObjectDescription.Program described;
    private final Instructions instructions;
    private final String license;
    private final int flags;
    private final int attachBtfId;
    private final int btfId;

    /** The types of the functions by the numbers of their first instructions; empty if they are unknown. */
    private final SortedMap<Integer, Integer> functionTypes;

    private final ProbedVariants variants;

    private ProgramTemplate(
            ObjectDescription description,
            ObjectDescription.Program described,
            Instructions instructions,
            String license,
            int flags,
            int attachBtfId,
            int btfId,
            SortedMap<Integer, Integer> functionTypes) {
        this.described = described;
        this.instructions = instructions;
        this.license = license;
        this.flags = flags;
        this.attachBtfId = attachBtfId;
        this.btfId = btfId;
        this.functionTypes = functionTypes;
        this.variants = new ProbedVariants(description, described, instructions, functionTypes);
    }

    /**
     * Returns the template of a program that libbpf loaded; empty if the program cannot be loaded again without libbpf.
     */
    static Optional<ProgramTemplate> of(
            ObjectDescription description, ObjectDescription.Program described, Pointer libbpfProgram) {
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
        SortedMap<Integer, Integer> types = functionTypes(fd, info, starts);
        if (types.isEmpty() && starts.size() > 1) {
            return Optional.empty();
        }
        int sleepable = Target.isSleepable(described.section()) ? F_SLEEPABLE : 0;
        return Optional.of(new ProgramTemplate(
                description,
                described,
                instructions,
                info.gplCompatible() ? "GPL" : "Proprietary",
                libbpf.bpf_program__flags(libbpfProgram) | sleepable,
                attachBtfId,
                types.isEmpty() ? 0 : info.btfId(),
                types));
    }

    /**
     * Returns the type of each function. The kernel returns the types in the order of the functions, but with the
     * offsets after its own rewriting. If it removed no function, the order assigns the types to the original offsets.
     */
    private static SortedMap<Integer, Integer> functionTypes(int fd, ProgramInfo info, SortedSet<Integer> starts) {
        SortedMap<Integer, Integer> types = new TreeMap<>();
        if (info.btfId() != 0 && info.functions() == starts.size()) {
            Memory functions = ProgramInfoQuery.functions(fd, info.functions());
            long record = 0;
            for (int start : starts) {
                types.put(start, functions.getInt(record + Integer.BYTES));
                record += ProgramInfoQuery.FUNCTION_BYTES;
            }
        }
        return types;
    }

    ObjectDescription.Program described() {
        return described;
    }

    int btfId() {
        return btfId;
    }

    /** Loads a copy of this program, which uses the copies of the template's maps. */
    ProgramCopy load(MapCopies maps, int btfFd) {
        if (ProbedVariants.areWanted()) {
            Optional<Measurement> measured = variants.load((variant, probes) -> load(
                    new Instructions(variant.code()),
                    variant::function,
                    map -> map == ProbedProgram.MAP ? probes : maps.ofDescriptor(map),
                    btfFd));
            if (measured.isPresent()) {
                return new ProgramCopy(measured.get().program(), measured.get());
            }
        }
        return new ProgramCopy(load(instructions, IntUnaryOperator.identity(), maps::ofDescriptor, btfFd), null);
    }

    private Fd load(Instructions code, IntUnaryOperator newStart, IntUnaryOperator maps, int btfFd) {
        ProgLoadOptions options = new ProgLoadOptions();
        options.set(ProgLoadOptions.EXPECTED_ATTACH_TYPE, Libbpf.BPF_TRACE_ITER);
        options.set(ProgLoadOptions.ATTACH_BTF_ID, attachBtfId);
        options.set(ProgLoadOptions.PROG_FLAGS, flags);
        if (!functionTypes.isEmpty()) {
            options.set(ProgLoadOptions.PROG_BTF_FD, btfFd);
            options.set(ProgLoadOptions.FUNC_INFO, functions(newStart));
            options.set(ProgLoadOptions.FUNC_INFO_CNT, functionTypes.size());
            options.set(ProgLoadOptions.FUNC_INFO_REC_SIZE, ProgramInfoQuery.FUNCTION_BYTES);
        }
        Memory memory = Bytes.copyOf(code.withMaps(maps));
        int fd = Calls.checkLibbpf(
                Libbpf.libbpf()
                        .bpf_prog_load(
                                Libbpf.BPF_PROG_TYPE_TRACING, described.name(), license, memory, code.count(), options),
                "load program " + described.name() + " from its template");
        return new Fd(fd, "program " + described.name());
    }

    /** Returns the functions as an array of {@code struct bpf_func_info}. */
    private Memory functions(IntUnaryOperator newStart) {
        Memory functions = new Memory((long) functionTypes.size() * ProgramInfoQuery.FUNCTION_BYTES);
        long record = 0;
        for (Map.Entry<Integer, Integer> function : functionTypes.entrySet()) {
            functions.setInt(record, newStart.applyAsInt(function.getKey()));
            functions.setInt(record + Integer.BYTES, function.getValue());
            record += ProgramInfoQuery.FUNCTION_BYTES;
        }
        return functions;
    }
}
