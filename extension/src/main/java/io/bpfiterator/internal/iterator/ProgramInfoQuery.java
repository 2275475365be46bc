// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.StructLayout;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import io.bpfiterator.iterator.ProgramInfo;
import java.util.HexFormat;
import java.util.Optional;

/** Asks the kernel for information about programs: {@code struct bpf_prog_info} of {@code linux/bpf.h}. */
public final class ProgramInfoQuery {

    /** The size of {@code struct bpf_func_info}: the offset of a function, and its type. */
    public static final int FUNCTION_BYTES = 8;

    static final StructLayout LAYOUT = new StructLayout("bpf_prog_info");

    private static final Field TYPE = LAYOUT.int32("type");
    private static final Field ID = LAYOUT.int32("id");
    private static final Field TAG = LAYOUT.bytes("tag", 8);
    private static final Field JITED_PROG_LEN = LAYOUT.int32("jited_prog_len");
    private static final Field XLATED_PROG_LEN = LAYOUT.at(20).int32("xlated_prog_len");
    private static final Field XLATED_PROG_INSNS = LAYOUT.at(32).pointer("xlated_prog_insns");
    private static final Field NAME = LAYOUT.at(64).bytes("name", 16);

    /** A bit field of one bit. */
    private static final Field GPL_COMPATIBLE = LAYOUT.at(84).int32("gpl_compatible");

    private static final Field BTF_ID = LAYOUT.at(128).int32("btf_id");
    private static final Field FUNC_INFO_REC_SIZE = LAYOUT.int32("func_info_rec_size");
    private static final Field FUNC_INFO = LAYOUT.pointer("func_info");
    private static final Field NR_FUNC_INFO = LAYOUT.int32("nr_func_info");
    private static final Field RUN_TIME_NS = LAYOUT.at(192).int64("run_time_ns");
    private static final Field RUN_CNT = LAYOUT.int64("run_cnt");
    private static final Field VERIFIED_INSNS = LAYOUT.at(216).int32("verified_insns");

    private ProgramInfoQuery() {}

    /** Returns the information about the program of a descriptor. */
    public static ProgramInfo of(int fd) {
        CStruct info = query(fd, new CStruct(LAYOUT));
        return new ProgramInfo(
                info.intOf(TYPE),
                info.intOf(ID),
                HexFormat.of().formatHex(info.bytesOf(TAG)),
                info.intOf(XLATED_PROG_LEN),
                info.textOf(NAME),
                (info.intOf(GPL_COMPATIBLE) & 1) == 1,
                info.intOf(BTF_ID),
                info.intOf(FUNC_INFO_REC_SIZE) == FUNCTION_BYTES ? info.intOf(NR_FUNC_INFO) : 0,
                info.intOf(JITED_PROG_LEN),
                info.intOf(VERIFIED_INSNS));
    }

    /** Returns the runs of a program while the kernel counted them. */
    static LoadedProgram.Runs runs(int fd) {
        CStruct info = query(fd, new CStruct(LAYOUT));
        return new LoadedProgram.Runs(info.longOf(RUN_CNT), info.longOf(RUN_TIME_NS));
    }

    /** Returns the offsets and types of a program's functions, as an array of {@code struct bpf_func_info}. */
    public static Memory functions(int fd, int count) {
        Memory functions = new Memory((long) count * FUNCTION_BYTES);
        CStruct info = new CStruct(LAYOUT);
        info.set(FUNC_INFO, functions);
        info.set(NR_FUNC_INFO, count);
        info.set(FUNC_INFO_REC_SIZE, FUNCTION_BYTES);
        query(fd, info);
        return functions;
    }

    /**
     * Returns a program's instructions after verification, with the ids of its maps in place of the descriptors; empty
     * if the kernel does not show them to this process.
     */
    public static Optional<byte[]> translated(int fd) {
        int size = of(fd).translatedBytes();
        if (size == 0) {
            return Optional.empty();
        }
        Memory instructions = new Memory(size);
        CStruct info = new CStruct(LAYOUT);
        info.set(XLATED_PROG_LEN, size);
        info.set(XLATED_PROG_INSNS, instructions);
        query(fd, info);
        // The kernel clears the pointer if it hides the instructions.
        return info.longOf(XLATED_PROG_INSNS) == 0 ? Optional.empty() : Optional.of(instructions.getByteArray(0, size));
    }

    /** Passes the members that are set, and returns the kernel's answer in them. */
    private static CStruct query(int fd, CStruct info) {
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(LAYOUT.size())),
                "get the kernel's information about a program");
        return info;
    }
}
