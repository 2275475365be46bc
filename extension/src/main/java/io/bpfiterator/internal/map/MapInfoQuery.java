// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.StructLayout;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import io.bpfiterator.map.MapInfo;

/** Asks the kernel for information about maps: {@code struct bpf_map_info} of {@code linux/bpf.h}. */
public final class MapInfoQuery {

    /**
     * The length of the names that the kernel keeps: {@code BPF_OBJ_NAME_LEN} of {@code linux/bpf.h} without the NUL.
     */
    static final int NAME_BYTES = 15;

    static final StructLayout LAYOUT = new StructLayout("bpf_map_info");

    private static final Field TYPE = LAYOUT.int32("type");
    private static final Field ID = LAYOUT.int32("id");
    private static final Field KEY_SIZE = LAYOUT.int32("key_size");
    private static final Field VALUE_SIZE = LAYOUT.int32("value_size");
    private static final Field MAX_ENTRIES = LAYOUT.int32("max_entries");
    private static final Field MAP_FLAGS = LAYOUT.int32("map_flags");
    private static final Field NAME = LAYOUT.bytes("name", NAME_BYTES + 1);
    private static final Field BTF_ID = LAYOUT.at(64).int32("btf_id");
    private static final Field BTF_KEY_TYPE_ID = LAYOUT.int32("btf_key_type_id");
    private static final Field BTF_VALUE_TYPE_ID = LAYOUT.int32("btf_value_type_id");
    private static final Field MAP_EXTRA = LAYOUT.at(80).int64("map_extra");

    private MapInfoQuery() {}

    /** Returns the information about the map of a descriptor. */
    public static MapInfo of(int fd) {
        CStruct info = new CStruct(LAYOUT);
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_get_info_by_fd(fd, info, new IntByReference(LAYOUT.size())),
                "get the kernel's information about a map");
        return new MapInfo(
                info.intOf(TYPE),
                info.intOf(ID),
                info.intOf(KEY_SIZE),
                info.intOf(VALUE_SIZE),
                info.intOf(MAX_ENTRIES),
                info.intOf(MAP_FLAGS),
                info.textOf(NAME),
                info.intOf(BTF_ID),
                info.intOf(BTF_KEY_TYPE_ID),
                info.intOf(BTF_VALUE_TYPE_ID),
                info.longOf(MAP_EXTRA));
    }
}
