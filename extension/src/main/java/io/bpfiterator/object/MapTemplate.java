package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Bytes;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.Libbpf.MapCreateOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A map of a template, and the making of others like it. It knows what the kernel told about the map that libbpf made, so
 * that libbpf's own rules for types, sizes and flags hold; it keeps no map open.
 */
final class MapTemplate {

    /** A slot of a map of maps that the object fills: with which of its maps. */
    private record Slot(byte[] key, int innerId) {}

    private final ObjectDescription.Map described;
    private final int fd;
    private final MapInfo info;
    private final byte[] data;
    private final List<Slot> slots;

    private MapTemplate(ObjectDescription.Map described, int fd, MapInfo info, byte[] data, List<Slot> slots) {
        this.described = described;
        this.fd = fd;
        this.info = info;
        this.data = data;
        this.slots = slots;
    }

    static MapTemplate of(ObjectDescription.Map described, Pointer libbpfMap) {
        int fd = Libbpf.libbpf().bpf_map__fd(libbpfMap);
        MapInfo info = MapInfo.of(fd);
        boolean kconfig = described.dataSection().filter(".kconfig"::equals).isPresent();
        return new MapTemplate(
                described,
                fd,
                info,
                kconfig ? lookup(fd, info.valueSize()) : described.initialData(),
                info.isMapOfMaps() ? slots(fd, info.keySize()) : List.of());
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

    /** Returns the number that the template's instructions know the map by. */
    int fd() {
        return fd;
    }

    /** Makes a map like this one. */
    Fd create(Optional<Integer> maxEntries, int btfFd) {
        MapCreateOptions options = new MapCreateOptions();
        options.map_flags = info.flags();
        options.map_extra = info.extra();
        if (info.btfValueType() != 0) {
            options.btf_key_type_id = info.btfKeyType();
            options.btf_value_type_id = info.btfValueType();
            options.btf_fd = btfFd;
        }
        if (described.inner().isEmpty()) {
            return create(maxEntries, options);
        }
        try (Fd inner = described.inner().get().create(btfFd)) {
            options.inner_map_fd = inner.number();
            return create(maxEntries, options);
        }
    }

    private Fd create(Optional<Integer> maxEntries, MapCreateOptions options) {
        int created = Libbpf.libbpf()
                .bpf_map_create(
                        info.type(),
                        info.name(),
                        info.keySize(),
                        info.valueSize(),
                        maxEntries.orElse(info.maxEntries()),
                        options);
        check("be created", created);
        return new Fd(created, "map " + name());
    }

    /** Fills a map of global variables with what they begin with, and freezes those that are constant. */
    void fill(Fd map, byte @Nullable [] chosen) {
        if (described.dataSection().isPresent()) {
            update(map, new byte[Integer.BYTES], chosen == null ? data : chosen);
            if (described.readOnly()) {
                check("be frozen", Libbpf.libbpf().bpf_map_freeze(map.number()));
            }
        }
    }

    /** Fills the slots of a map of maps as the object says, with the copies of the template's maps. */
    void fillSlots(Fd map, Map<Integer, Fd> copiesByTemplateId) {
        for (Slot slot : slots) {
            int inner = copiesByTemplateId.get(slot.innerId()).number();
            byte[] value = new byte[Integer.BYTES];
            ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).putInt(inner);
            update(map, slot.key(), value);
        }
    }

    private void update(Fd map, byte[] key, byte[] value) {
        check(
                "be filled",
                Libbpf.libbpf().bpf_map_update_elem(map.number(), Bytes.copyOf(key), Bytes.copyOf(value), 0));
    }

    private void check(String deed, int result) {
        if (result < 0) {
            throw new BpfException("Map " + name() + " can't " + deed + ": " + Errno.describe(result), result);
        }
    }

    private static List<Slot> slots(int fd, int keySize) {
        List<Slot> slots = new ArrayList<>();
        Memory key = new Memory(keySize);
        Memory innerId = new Memory(Integer.BYTES);
        boolean more = Libbpf.libbpf().bpf_map_get_next_key(fd, null, key) == 0;
        while (more) {
            if (Libbpf.libbpf().bpf_map_lookup_elem(fd, key, innerId) == 0) {
                slots.add(new Slot(key.getByteArray(0, keySize), innerId.getInt(0)));
            }
            more = Libbpf.libbpf().bpf_map_get_next_key(fd, key, key) == 0;
        }
        return slots;
    }

    /** Reads what libbpf filled in: the values of the kernel's configuration are not in the object. */
    private static byte[] lookup(int fd, int size) {
        Memory value = new Memory(size);
        int result = Libbpf.libbpf().bpf_map_lookup_elem(fd, Bytes.copyOf(new byte[Integer.BYTES]), value);
        if (result < 0) {
            throw new BpfException(
                    "The kernel configuration that libbpf found can't be read: " + Errno.describe(result), result);
        }
        return value.getByteArray(0, size);
    }
}
