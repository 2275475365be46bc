package io.bpfiterator.internal.map;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.map.MapInfo;

/** Asks the kernel for information about maps: {@code struct bpf_map_info} of {@code linux/bpf.h}. */
public final class MapInfoQuery {

    /**
     * The length of the names that the kernel keeps: {@code BPF_OBJ_NAME_LEN} of {@code linux/bpf.h} without the NUL.
     */
    static final int NAME_BYTES = 15;

    private static final int BYTES = 128;
    private static final int NAME = 24;
    private static final int BTF_ID = 64;
    private static final int MAP_EXTRA = 80;

    private MapInfoQuery() {}

    /** Returns the information about the map of a descriptor. */
    public static MapInfo of(int fd) {
        Memory info = new Memory(BYTES);
        info.clear();
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(BYTES)),
                "get the kernel's information about a map");
        return new MapInfo(
                info.getInt(0),
                info.getInt(4),
                info.getInt(8),
                info.getInt(12),
                info.getInt(16),
                info.getInt(20),
                info.getString(NAME),
                info.getInt(BTF_ID),
                info.getInt(BTF_ID + 4),
                info.getInt(BTF_ID + 8),
                info.getLong(MAP_EXTRA));
    }
}
