// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.StructLayout;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.iterator.LinkInfo;
import java.util.Optional;

/** Asks the kernel for information about links: {@code struct bpf_link_info} of {@code linux/bpf.h}. */
final class LinkInfoQuery {

    private static final int TYPE_ITER = 4;

    private static final int NAME_BYTES = 64;

    static final StructLayout LAYOUT = new StructLayout("bpf_link_info").ofSize(128);

    private static final Field TYPE = LAYOUT.int32("type");
    private static final Field ID = LAYOUT.int32("id");
    private static final Field PROG_ID = LAYOUT.int32("prog_id");

    /** The members of the union's member {@code iter}; the parameter follows, see {@link Target#parameterOf}. */
    private static final Field TARGET_NAME = LAYOUT.at(16).pointer("target_name");

    private static final Field TARGET_NAME_LEN = LAYOUT.int32("target_name_len");

    private LinkInfoQuery() {}

    /** Returns the information about the link of a descriptor. */
    static LinkInfo of(int fd) {
        CStruct info = new CStruct(LAYOUT);
        query(fd, info);
        int type = info.intOf(TYPE);
        Optional<String> target = type == TYPE_ITER ? Optional.of(targetOf(fd, info)) : Optional.empty();
        LinkInfo link = new LinkInfo(type, info.intOf(ID), info.intOf(PROG_ID), target);
        return target.flatMap(Target::parameterOf)
                .map(parameter -> parameter.decode(link, info))
                .orElse(link);
    }

    /**
     * Queries the link again with a buffer for the target's name. That is valid only for an iterator's link: links of
     * other kinds interpret the same bytes as addresses of other, larger buffers.
     */
    private static String targetOf(int fd, CStruct info) {
        Memory name = new Memory(NAME_BYTES);
        name.clear();
        info.clear();
        info.set(TARGET_NAME, name);
        info.set(TARGET_NAME_LEN, NAME_BYTES);
        query(fd, info);
        return name.getString(0);
    }

    private static void query(int fd, CStruct info) {
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(LAYOUT.size())),
                "get the kernel's information about a link");
    }
}
