package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Libbpf;
import java.util.Optional;

/**
 * The kernel's information about a link: {@code struct bpf_link_info}. The properties of cgroup and task iterators
 * require Linux 6.1.
 *
 * @param type {@code BPF_LINK_TYPE_…}; 4 for an iterator
 * @param id the link's id
 * @param programId the id of the attached program
 * @param target the iterator's target; empty for another kind of link
 * @param mapId the id of the map that an iterator walks, else 0
 * @param cgroupId the id of the cgroup at which a cgroup iterator starts, else 0
 * @param cgroupOrder the order of a cgroup iterator
 * @param tid the id of the only thread that a task iterator walks, else 0
 * @param pid the id (tgid) of the only process that a task iterator walks, else 0
 */
public record LinkInfo(
        int type,
        int id,
        int programId,
        Optional<IteratorTarget> target,
        int mapId,
        long cgroupId,
        Optional<CgroupOrder> cgroupOrder,
        int tid,
        int pid) {

    private static final int TYPE_ITER = 4;

    private static final int BYTES = 128;
    private static final int NAME_BYTES = 64;
    private static final int TARGET_NAME = 16;
    private static final int TARGET_NAME_LENGTH = 24;
    private static final int MAP_ID = 28;
    private static final int TARGET_PARAMETERS = 32;

    static LinkInfo of(int fd) {
        Memory info = new Memory(BYTES);
        info.clear();
        query(fd, info);
        int type = info.getInt(0);
        Optional<IteratorTarget> target = type == TYPE_ITER ? Optional.of(targetOf(fd, info)) : Optional.empty();
        Optional<Parameter> parameter = target.flatMap(IteratorTarget::parameter);
        boolean cgroup = parameter.filter(Parameter.CGROUP::equals).isPresent();
        boolean task = parameter.filter(Parameter.TASK::equals).isPresent();
        return new LinkInfo(
                type,
                info.getInt(4),
                info.getInt(8),
                target,
                target.isPresent() ? info.getInt(MAP_ID) : 0,
                cgroup ? info.getLong(TARGET_PARAMETERS) : 0,
                cgroup ? CgroupOrder.of(info.getInt(TARGET_PARAMETERS + 8)) : Optional.empty(),
                task ? info.getInt(TARGET_PARAMETERS) : 0,
                task ? info.getInt(TARGET_PARAMETERS + 4) : 0);
    }

    /**
     * Queries the link again with a buffer for the target's name. That is valid only for an iterator's link: links of
     * other kinds interpret the same bytes as addresses of other, larger buffers.
     */
    private static IteratorTarget targetOf(int fd, Memory info) {
        Memory name = new Memory(NAME_BYTES);
        name.clear();
        info.clear();
        info.setPointer(TARGET_NAME, name);
        info.setInt(TARGET_NAME_LENGTH, NAME_BYTES);
        query(fd, info);
        return new IteratorTarget(name.getString(0));
    }

    private static void query(int fd, Memory info) {
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(BYTES)),
                "get the kernel's information about a link");
    }
}
