package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.btf.Btf;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;

/** Reads types back from the kernel: those of a map that another object declared. Needs {@code CAP_SYS_ADMIN}. */
final class LoadedBtf {

    /** {@code struct bpf_btf_info}: the address and size of the data, and more that is not asked for. */
    private static final int INFO_BYTES = 16;

    private static final int DATA = 0;
    private static final int SIZE = 8;

    private LoadedBtf() {}

    static Btf of(int id) {
        int number = Libbpf.libbpf().bpf_btf_get_fd_by_id(id);
        check(number);
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

    private static void check(int result) {
        if (result < 0) {
            throw new BpfException(
                    "The types of a map can't be read from the kernel: " + Errno.describe(result)
                            + "; use byte[], or run with CAP_SYS_ADMIN",
                    result);
        }
    }
}
