package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import io.bpfiterator.libbpf.Libbpf;
import java.util.Optional;

/**
 * What the kernel tells about a link: {@code struct bpf_link_info}.
 *
 * @param type {@code BPF_LINK_TYPE_…}; 4 for an iterator
 * @param id the link's id
 * @param programId the id of the program that it runs
 * @param target what an iterator walks; empty for another link
 * @param mapId the map that an iterator walks, else 0
 * @param cgroupId where a cgroup iterator begins, else 0; Linux 6.1
 * @param cgroupOrder how a cgroup iterator walks; Linux 6.1
 * @param tid the only thread of a task iterator, else 0; Linux 6.1
 * @param pid the only process (tgid) of a task iterator, else 0; Linux 6.1
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
        ask(fd, info);
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
     * Asks again with room for the target's name. Only an iterator's link may be asked so: others take the same bytes for the
     * addresses of other, larger things.
     */
    private static IteratorTarget targetOf(int fd, Memory info) {
        Memory name = new Memory(NAME_BYTES);
        name.clear();
        info.clear();
        info.setPointer(TARGET_NAME, name);
        info.setInt(TARGET_NAME_LENGTH, NAME_BYTES);
        ask(fd, info);
        return new IteratorTarget(name.getString(0));
    }

    private static void ask(int fd, Memory info) {
        int result = Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(BYTES));
        if (result < 0) {
            throw new BpfException("The kernel tells nothing about a link: " + Errno.describe(result), result);
        }
    }
}
