package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.kernel.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.Libbpf.ProgLoadOptions;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A loaded iterator of a template, and the loading of others like it. */
final class ProgramTemplate {

    private static final int F_SLEEPABLE = 1 << 4;

    /** {@code struct bpf_func_info}: where a function begins, and its type. */
    private static final int FUNC_INFO_BYTES = 8;

    private static final int INFO_BYTES = 256;
    private static final int GPL_COMPATIBLE = 84;
    private static final int BTF_ID = 128;
    private static final int FUNC_INFO_RECORD = 132;
    private static final int FUNC_INFO = 136;
    private static final int FUNC_INFO_COUNT = 144;

    private final ObjectDescription.Program described;
    private final Instructions instructions;
    private final String licence;
    private final int flags;
    private final int attachBtfId;
    private final int btfId;
    private final @Nullable Memory functions;

    private ProgramTemplate(
            ObjectDescription.Program described,
            Instructions instructions,
            String licence,
            int flags,
            int attachBtfId,
            int btfId,
            @Nullable Memory functions) {
        this.described = described;
        this.instructions = instructions;
        this.licence = licence;
        this.flags = flags;
        this.attachBtfId = attachBtfId;
        this.btfId = btfId;
        this.functions = functions;
    }

    /** Returns the template of a program that libbpf loaded; empty where it can't be loaded again from what is known. */
    static Optional<ProgramTemplate> of(ObjectDescription.Program described, Pointer libbpfProgram) {
        Libbpf libbpf = Libbpf.libbpf();
        Instructions instructions = Instructions.of(libbpfProgram);
        int attachBtfId = described
                .target()
                .map(target -> libbpf.libbpf_find_vmlinux_btf_id(target.name(), Libbpf.BPF_TRACE_ITER))
                .orElse(-1);
        if (attachBtfId <= 0 || !instructions.canBeLoadedAgain()) {
            return Optional.empty();
        }
        int fd = libbpf.bpf_program__fd(libbpfProgram);
        Memory info = info(fd, null, 0);
        int btfId = info.getInt(BTF_ID);
        SortedSet<Integer> starts = instructions.subprograms();
        Optional<Memory> functions = btfId == 0 ? Optional.empty() : functions(fd, info, starts);
        if (functions.isEmpty() && starts.size() > 1) {
            return Optional.empty();
        }
        int sleepable = described.section().startsWith("iter.s/") ? F_SLEEPABLE : 0;
        return Optional.of(new ProgramTemplate(
                described,
                instructions,
                (info.getInt(GPL_COMPATIBLE) & 1) == 1 ? "GPL" : "Proprietary",
                libbpf.bpf_program__flags(libbpfProgram) | sleepable,
                attachBtfId,
                functions.isPresent() ? btfId : 0,
                functions.orElse(null)));
    }

    /**
     * Gives each function its type. The kernel tells the types of the functions in their order, but the places after its
     * own rewriting; where it removed none, the order gives the original places theirs.
     */
    private static Optional<Memory> functions(int fd, Memory info, SortedSet<Integer> starts) {
        int count = info.getInt(FUNC_INFO_COUNT);
        if (count != starts.size() || info.getInt(FUNC_INFO_RECORD) != FUNC_INFO_BYTES) {
            return Optional.empty();
        }
        Memory functions = new Memory((long) count * FUNC_INFO_BYTES);
        info(fd, functions, count);
        int record = 0;
        for (int start : starts) {
            functions.setInt((long) record * FUNC_INFO_BYTES, start);
            record++;
        }
        return Optional.of(functions);
    }

    private static Memory info(int fd, @Nullable Memory functions, int functionCount) {
        Memory info = new Memory(INFO_BYTES);
        info.clear();
        if (functions != null) {
            info.setPointer(FUNC_INFO, functions);
            info.setInt(FUNC_INFO_COUNT, functionCount);
            info.setInt(FUNC_INFO_RECORD, FUNC_INFO_BYTES);
        }
        int result = Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(INFO_BYTES));
        if (result < 0) {
            throw new BpfException("The kernel tells nothing about a program: " + Errno.describe(result), result);
        }
        return info;
    }

    ObjectDescription.Program described() {
        return described;
    }

    int btfId() {
        return btfId;
    }

    /** Loads a program like this one; {@code maps} has the new descriptor for each of the template's. */
    Fd load(Map<Integer, Integer> maps, int btfFd) {
        ProgLoadOptions options = new ProgLoadOptions();
        options.expected_attach_type = Libbpf.BPF_TRACE_ITER;
        options.attach_btf_id = attachBtfId;
        options.prog_flags = flags;
        if (functions != null) {
            options.prog_btf_fd = btfFd;
            options.func_info = functions;
            options.func_info_cnt = Math.toIntExact(functions.size() / FUNC_INFO_BYTES);
            options.func_info_rec_size = FUNC_INFO_BYTES;
        }
        byte[] code = instructions.withMaps(maps);
        Memory memory = new Memory(code.length);
        memory.write(0, code, 0, code.length);
        int fd = Libbpf.libbpf()
                .bpf_prog_load(
                        Libbpf.BPF_PROG_TYPE_TRACING, described.name(), licence, memory, instructions.count(), options);
        if (fd < 0) {
            throw new BpfException("Program " + described.name() + " can't be loaded again: " + Errno.describe(fd), fd);
        }
        return new Fd(fd, "program " + described.name());
    }
}
