package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Libbpf;

/**
 * What the kernel tells about a map: {@code struct bpf_map_info} of {@code linux/bpf.h}. Sizes are in bytes.
 *
 * @param type the number of its type; see {@link #mapType}
 * @param flags {@code BPF_F_…}
 * @param name at most 15 bytes of the C name
 * @param btfId of the BTF that its types are in, 0 for none
 * @param extra what only some types use
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

    /** How much the kernel keeps of a name: {@code BPF_OBJ_NAME_LEN} of {@code linux/bpf.h}, less its NUL. */
    static final int NAME_BYTES = 15;

    private static final int BYTES = 128;
    private static final int NAME = 24;
    private static final int BTF_ID = 64;
    private static final int MAP_EXTRA = 80;

    static MapInfo of(int fd) {
        Memory info = new Memory(BYTES);
        info.clear();
        int result = Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(BYTES));
        if (result < 0) {
            throw new BpfException("The kernel tells nothing about a map: " + Errno.describe(result), result);
        }
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

    /** Returns the type. */
    public MapType mapType() {
        return MapType.of(type);
    }

    /** Returns the type in bpftool's words, such as {@code lru_hash}. */
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
