// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * The kernel's information about a map: {@code struct bpf_map_info} of {@code linux/bpf.h}. Sizes are in bytes.
 *
 * @param type the number of the map's type; see {@link #mapType}
 * @param flags {@code BPF_F_…}
 * @param name at most 15 bytes of the C name
 * @param btfId the id of the BTF with the map's types; 0 for none
 * @param extra {@code map_extra}, which only some types use
 */
@API(status = EXPERIMENTAL, since = "0.1")
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

    /** Returns the map's type. */
    public MapType mapType() {
        return MapType.of(type);
    }

    /** Returns bpftool's name of the type, such as {@code lru_hash}. */
    public String typeName() {
        MapType known = mapType();
        return known == MapType.UNKNOWN ? "type " + type : known.toString();
    }
}
