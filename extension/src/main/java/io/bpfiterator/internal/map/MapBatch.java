// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.text.Count;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes many elements of a map with one system call: {@code BPF_MAP_*_BATCH}. Requires Linux 5.6. */
final class MapBatch<K, V> {

    private static final int FIRST_COUNT = 256;
    private static final int MOST_COUNT = 4096;

    private final MapHandle map;
    private final ElementCodec<K> keys;
    private final ElementCodec<V> values;

    MapBatch(MapHandle map, ElementCodec<K> keys, ElementCodec<V> values) {
        this.map = map;
        this.keys = keys;
        this.values = values;
    }

    /** Returns all elements; empty if the type of map or the kernel does not support batches. */
    Optional<Map<K, V>> all() {
        Map<K, V> all = new LinkedHashMap<>();
        Memory last = position();
        Memory next = position();
        boolean started = false;
        int room = FIRST_COUNT;
        ElementCodec<K>.Cells someKeys = keys.cells(room);
        ElementCodec<V>.Cells someValues = values.cells(room);
        while (true) {
            if (someKeys.count() < room) {
                someKeys = keys.cells(room);
                someValues = values.cells(room);
            }
            IntByReference count = new IntByReference(room);
            int result = Libbpf.libbpf()
                    .bpf_map_lookup_batch(
                            map.fd().number(),
                            started ? last : null,
                            next,
                            someKeys.memory(),
                            someValues.memory(),
                            count,
                            null);
            if (MapHandle.hasNoBatches(result) || Errno.EINTR.is(result)) {
                return Optional.empty(); // EINTR: a map of maps with an empty slot, until about Linux 6.13
            }
            if (Errno.ENOSPC.is(result)) {
                room *= 2; // a bucket of the hash table has more elements than there is room for
                continue;
            }
            boolean atEnd = Errno.ENOENT.is(result);
            if (!atEnd) {
                map.check(result, () -> "walk " + map);
            }
            for (int i = 0; i < count.getValue(); i++) {
                all.put(someKeys.decoded(i), someValues.decoded(i));
            }
            if (atEnd) {
                return Optional.of(all);
            }
            Memory unused = last;
            last = next;
            next = unused;
            started = true;
            // Few calls for a large map, little memory for a small one.
            room = Math.max(room, Math.min(2 * room, MOST_COUNT));
        }
    }

    /** Puts elements, and returns whether the type of map and the kernel support that. */
    boolean put(Map<K, V> elements) {
        ElementCodec<K>.Cells allKeys = keys.cells(elements.size());
        ElementCodec<V>.Cells allValues = values.cells(elements.size());
        int count = 0;
        for (Map.Entry<K, V> element : elements.entrySet()) {
            allKeys.encode(element.getKey(), count);
            allValues.encode(element.getValue(), count);
            count++;
        }
        int result = Libbpf.libbpf()
                .bpf_map_update_batch(
                        map.fd().number(), allKeys.memory(), allValues.memory(), new IntByReference(count), null);
        return isSupported("put " + Count.of(count, "element") + " in " + map, result);
    }

    /** Removes elements, and returns whether all are removed; it stops at one that a program has removed meanwhile. */
    boolean remove(List<K> elements) {
        ElementCodec<K>.Cells allKeys = keys.cells(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            allKeys.encode(elements.get(i), i);
        }
        int result = Libbpf.libbpf()
                .bpf_map_delete_batch(map.fd().number(), allKeys.memory(), new IntByReference(elements.size()), null);
        return !Errno.ENOENT.is(result)
                && isSupported("remove " + Count.of(elements.size(), "element") + " from " + map, result);
    }

    private boolean isSupported(String action, int result) {
        if (MapHandle.hasNoBatches(result)) {
            return false;
        }
        map.check(result, () -> action);
        return true;
    }

    /** Returns memory for the position at which a batch ended: a key, or a number of 4 bytes. */
    private Memory position() {
        return new Memory(Math.max(keys.size(), Integer.BYTES));
    }
}
