package io.bpfiterator.internal.iterator;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.iterator.LinkInfo;
import java.util.Optional;

/** Asks the kernel for information about links: {@code struct bpf_link_info} of {@code linux/bpf.h}. */
final class LinkInfoQuery {

    private static final int TYPE_ITER = 4;

    private static final int BYTES = 128;
    private static final int NAME_BYTES = 64;
    private static final int TARGET_NAME = 16;
    private static final int TARGET_NAME_LENGTH = 24;

    private LinkInfoQuery() {}

    /** Returns the information about the link of a descriptor. */
    static LinkInfo of(int fd) {
        Memory info = new Memory(BYTES);
        info.clear();
        query(fd, info);
        int type = info.getInt(0);
        Optional<String> target = type == TYPE_ITER ? Optional.of(targetOf(fd, info)) : Optional.empty();
        LinkInfo link = new LinkInfo(type, info.getInt(4), info.getInt(8), target);
        return target.flatMap(Target::parameterOf)
                .map(parameter -> parameter.decode(link, info))
                .orElse(link);
    }

    /**
     * Queries the link again with a buffer for the target's name. That is valid only for an iterator's link: links of
     * other kinds interpret the same bytes as addresses of other, larger buffers.
     */
    private static String targetOf(int fd, Memory info) {
        Memory name = new Memory(NAME_BYTES);
        name.clear();
        info.clear();
        info.setPointer(TARGET_NAME, name);
        info.setInt(TARGET_NAME_LENGTH, NAME_BYTES);
        query(fd, info);
        return name.getString(0);
    }

    private static void query(int fd, Memory info) {
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(BYTES)),
                "get the kernel's information about a link");
    }
}
