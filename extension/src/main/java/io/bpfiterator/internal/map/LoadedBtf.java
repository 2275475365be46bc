// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.StructLayout;
import io.bpfiterator.internal.libbpf.StructLayout.Field;

/** Reads the BTF of a map that another object declared from the kernel. Requires {@code CAP_SYS_ADMIN}. */
final class LoadedBtf {

    static final StructLayout LAYOUT = new StructLayout("bpf_btf_info");

    private static final Field BTF = LAYOUT.pointer("btf");
    private static final Field BTF_SIZE = LAYOUT.int32("btf_size");

    static {
        LAYOUT.int32("id");
    }

    private LoadedBtf() {}

    static Btf of(int id) {
        int number = check(Libbpf.libbpf().bpf_btf_get_fd_by_id(id));
        try (Fd fd = new Fd(number, "BTF " + id)) {
            CStruct info = new CStruct(LAYOUT);
            query(fd, info);
            int size = info.intOf(BTF_SIZE);
            Memory data = new Memory(size);
            info.clear();
            info.set(BTF, data);
            info.set(BTF_SIZE, size);
            query(fd, info);
            return Btf.parse(data.getByteArray(0, size), "BTF " + id + " of the kernel");
        }
    }

    private static void query(Fd fd, CStruct info) {
        check(Libbpf.libbpf().bpf_obj_get_info_by_fd(fd.number(), info, new IntByReference(LAYOUT.size())));
    }

    private static int check(int result) {
        return Calls.checkLibbpf(
                result, errno -> failure("Cannot read the types of a map from the kernel", Errno.EPERM.is(errno)));
    }

    private static Failure failure(String what, boolean withoutPrivilege) {
        return withoutPrivilege
                ? Failure.notPermitted(what).remedy("Use byte[], or run with CAP_SYS_ADMIN")
                : Failure.failed(what);
    }
}
