package io.bpfiterator.internal.iterator;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.iterator.ProgramInfo;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Asks the kernel for information about programs: {@code struct bpf_prog_info} of {@code linux/bpf.h}. */
public final class ProgramInfoQuery {

    /** The size of {@code struct bpf_func_info}: the offset of a function, and its type. */
    public static final int FUNCTION_BYTES = 8;

    private static final int BYTES = 256;
    private static final int TAG = 8;
    private static final int TAG_BYTES = 8;
    private static final int TRANSLATED = 20;
    private static final int NAME = 64;
    private static final int GPL_COMPATIBLE = 84;
    private static final int BTF_ID = 128;
    private static final int FUNCTION_RECORD_BYTES = 132;
    private static final int FUNCTIONS = 136;
    private static final int FUNCTION_COUNT = 144;

    private ProgramInfoQuery() {}

    /** Returns the information about the program of a descriptor. */
    public static ProgramInfo of(int fd) {
        Memory info = query(fd, null, 0);
        return new ProgramInfo(
                info.getInt(0),
                info.getInt(4),
                HexFormat.of().formatHex(info.getByteArray(TAG, TAG_BYTES)),
                info.getInt(TRANSLATED),
                info.getString(NAME),
                (info.getInt(GPL_COMPATIBLE) & 1) == 1,
                info.getInt(BTF_ID),
                info.getInt(FUNCTION_RECORD_BYTES) == FUNCTION_BYTES ? info.getInt(FUNCTION_COUNT) : 0);
    }

    /** Returns the offsets and types of a program's functions, as an array of {@code struct bpf_func_info}. */
    public static Memory functions(int fd, int count) {
        Memory functions = new Memory((long) count * FUNCTION_BYTES);
        query(fd, functions, count);
        return functions;
    }

    private static Memory query(int fd, @Nullable Memory functions, int functionCount) {
        Memory info = new Memory(BYTES);
        info.clear();
        if (functions != null) {
            info.setPointer(FUNCTIONS, functions);
            info.setInt(FUNCTION_COUNT, functionCount);
            info.setInt(FUNCTION_RECORD_BYTES, FUNCTION_BYTES);
        }
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(BYTES)),
                "get the kernel's information about a program");
        return info;
    }
}
