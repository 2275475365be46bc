// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.MapCreateOptions;
import io.bpfiterator.internal.map.MapInfoQuery;
import io.bpfiterator.map.MapInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A map of a template, which creates copies of the map that libbpf created. It uses the kernel's information about that
 * map, so that libbpf's rules for types, sizes and flags hold. It keeps no map open.
 */
final class MapTemplate {

    /** A slot of a map of maps, and the object's map that fills it. */
    private record Slot(byte[] key, int innerId) {}

    private final ObjectDescription.Map described;
    private final int fd;
    private final MapInfo info;
    private final int maxEntries;
    private final byte[] data;
    private final List<Slot> slots;

    private MapTemplate(
            ObjectDescription.Map described, int fd, MapInfo info, int maxEntries, byte[] data, List<Slot> slots) {
        this.described = described;
        this.fd = fd;
        this.info = info;
        this.maxEntries = maxEntries;
        this.data = data;
        this.slots = slots;
    }

    /**
     * Returns the template of a map that libbpf created.
     *
     * @param resized whether libbpf created the map with another number of elements than the object declares
     */
    static MapTemplate of(ObjectDescription.Map described, Pointer libbpfMap, boolean resized) {
        int fd = Libbpf.libbpf().bpf_map__fd(libbpfMap);
        MapInfo info = MapInfoQuery.of(fd);
        boolean kconfig = described.dataSection().filter(".kconfig"::equals).isPresent();
        return new MapTemplate(
                described,
                fd,
                info,
                resized ? described.maxEntries() : info.maxEntries(),
                kconfig ? lookup(fd, info.valueSize()) : described.initialData(),
                info.mapType().isOfMaps() ? slots(fd, info.keySize()) : List.of());
    }

    String name() {
        return described.name();
    }

    int id() {
        return info.id();
    }

    int btfId() {
        return info.btfId();
    }

    /** Returns the descriptor by which the template's instructions refer to the map. */
    int fd() {
        return fd;
    }

    /** Creates a copy of this map. */
    Fd create(Optional<Integer> chosenMaxEntries, int btfFd) {
        MapCreateOptions options = new MapCreateOptions();
        options.set(MapCreateOptions.MAP_FLAGS, info.flags());
        options.set(MapCreateOptions.MAP_EXTRA, info.extra());
        if (info.btfValueType() != 0) {
            options.set(MapCreateOptions.BTF_KEY_TYPE_ID, info.btfKeyType());
            options.set(MapCreateOptions.BTF_VALUE_TYPE_ID, info.btfValueType());
            options.set(MapCreateOptions.BTF_FD, btfFd);
        }
        if (described.inner().isEmpty()) {
            return create(chosenMaxEntries, options);
        }
        try (Fd inner = described.inner().get().create(btfFd)) {
            options.set(MapCreateOptions.INNER_MAP_FD, inner.number());
            return create(chosenMaxEntries, options);
        }
    }

    private Fd create(Optional<Integer> chosenMaxEntries, MapCreateOptions options) {
        int created = Calls.checkLibbpf(
                Libbpf.libbpf()
                        .bpf_map_create(
                                info.type(),
                                info.name(),
                                info.keySize(),
                                info.valueSize(),
                                chosenMaxEntries.orElse(maxEntries),
                                options),
                "create map " + name());
        return new Fd(created, "map " + name());
    }

    /** Fills a map of global variables with their initial values, and freezes a map of constants. */
    void fill(Fd map, byte @Nullable [] chosen) {
        if (described.dataSection().isPresent()) {
            update(map, new byte[Integer.BYTES], chosen == null ? data : chosen);
            if (described.readOnly()) {
                Calls.checkLibbpf(Libbpf.libbpf().bpf_map_freeze(map.number()), "freeze map " + name());
            }
        }
    }

    /** Fills the slots of a map of maps, as the object declares, with the copies of the template's maps. */
    void fillSlots(Fd map, MapCopies copies) {
        for (Slot slot : slots) {
            int inner = copies.ofId(slot.innerId());
            byte[] value = new byte[Integer.BYTES];
            ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).putInt(inner);
            update(map, slot.key(), value);
        }
    }

    private void update(Fd map, byte[] key, byte[] value) {
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_map_update_elem(map.number(), Bytes.copyOf(key), Bytes.copyOf(value), 0),
                "fill map " + name());
    }

    private static List<Slot> slots(int fd, int keySize) {
        List<Slot> slots = new ArrayList<>();
        Memory key = new Memory(keySize);
        Memory innerId = new Memory(Integer.BYTES);
        boolean more = exists(Libbpf.libbpf().bpf_map_get_next_key(fd, null, key));
        while (more) {
            if (exists(Libbpf.libbpf().bpf_map_lookup_elem(fd, key, innerId))) {
                slots.add(new Slot(key.getByteArray(0, keySize), innerId.getInt(0)));
            }
            more = exists(Libbpf.libbpf().bpf_map_get_next_key(fd, key, key));
        }
        return slots;
    }

    /** A copy of a map that was not read to its end would silently lack inner maps. */
    private static boolean exists(int result) {
        if (Errno.ENOENT.is(result)) {
            return false;
        }
        Calls.checkLibbpf(result, "read the inner maps of a map of maps");
        return true;
    }

    /** Reads the values of the kernel's configuration that libbpf filled in; the object does not contain them. */
    private static byte[] lookup(int fd, int size) {
        Memory value = new Memory(size);
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_map_lookup_elem(fd, Bytes.copyOf(new byte[Integer.BYTES]), value),
                "read the kernel configuration that libbpf found");
        return value.getByteArray(0, size);
    }
}
