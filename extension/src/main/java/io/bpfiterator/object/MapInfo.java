package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Libbpf;

/**
 * The kernel's information about a map: {@code struct bpf_map_info} of {@code linux/bpf.h}. Sizes are in bytes.
 *
 * @param type the number of the map's type; see {@link #mapType}
 * @param flags {@code BPF_F_…}
 * @param name at most 15 bytes of the C name
 * @param btfId the id of the BTF with the map's types; 0 for none
 * @param extra {@code map_extra}, which only some types use
 */
public record MapInfo(
        int type,
        int id,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        String name,
        int btfId,
        int btfKeyType,
        int btfValueType,
        long extra) {

    /**
     * The length of the names that the kernel keeps: {@code BPF_OBJ_NAME_LEN} of {@code linux/bpf.h} without the NUL.
     */
    static final int NAME_BYTES = 15;

    private static final int BYTES = 128;
    private static final int NAME = 24;
    private static final int BTF_ID = 64;
    private static final int MAP_EXTRA = 80;

    static MapInfo of(int fd) {
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

    /** Returns the map's type. */
    public MapType mapType() {
        return MapType.of(type);
    }

    /** Returns bpftool's name of the type, such as {@code lru_hash}. */
    public String typeName() {
        MapType known = mapType();
        return known == MapType.UNKNOWN ? "type " + type : known.toString();
    }

    boolean isMapOfMaps() {
        return mapType() == MapType.ARRAY_OF_MAPS || mapType() == MapType.HASH_OF_MAPS;
    }

    boolean isPerCpu() {
        return mapType().isPerCpu();
    }
}
