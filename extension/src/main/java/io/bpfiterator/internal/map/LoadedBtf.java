package io.bpfiterator.internal.map;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;

/** Reads the BTF of a map that another object declared from the kernel. Requires {@code CAP_SYS_ADMIN}. */
final class LoadedBtf {

    /** The first members of {@code struct bpf_btf_info}: the address and the size of the data, and the id. */
    private static final int INFO_BYTES = 16;

    private static final int DATA = 0;
    private static final int SIZE = 8;

    private LoadedBtf() {}

    static Btf of(int id) {
        int number = check(Libbpf.libbpf().bpf_btf_get_fd_by_id(id));
        try (Fd fd = new Fd(number, "BTF " + id)) {
            Memory info = new Memory(INFO_BYTES);
            info.clear();
            check(Libbpf.libbpf().bpf_obj_get_info_by_fd(fd.number(), info, new IntByReference(INFO_BYTES)));
            int size = info.getInt(SIZE);
            Memory data = new Memory(size);
            info.clear();
            info.setPointer(DATA, data);
            info.setInt(SIZE, size);
            check(Libbpf.libbpf().bpf_obj_get_info_by_fd(fd.number(), info, new IntByReference(INFO_BYTES)));
            return Btf.parse(data.getByteArray(0, size));
        }
    }

    private static int check(int result) {
        return Calls.checkLibbpf(result, errno -> Failure.failed("Cannot read the types of a map from the kernel")
                .remedy("Use byte[], or run with CAP_SYS_ADMIN"));
    }
}
