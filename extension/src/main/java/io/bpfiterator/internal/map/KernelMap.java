// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.btf.Layout;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.bpffs.PinPath;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.Codecs;
import io.bpfiterator.internal.btf.PerCpuCodec;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapInfo;
import io.bpfiterator.map.RingBuffer;
import io.bpfiterator.map.UpdateMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Implements {@link BpfMap}. */
public final class KernelMap<K, V> implements BpfMap<K, V> {

    private final MapHandle handle;
    private final ElementCodec<K> keys;
    private final ElementCodec<V> values;

    private KernelMap(MapHandle handle, Codec<K> keys, Codec<V> values) {
        this.handle = handle;
        this.keys = new ElementCodec<>(handle, keys);
        this.values = new ElementCodec<>(handle, values);
    }

    /** Returns the map of a handle, which the map owns. */
    public static KernelMap<byte[], byte[]> untyped(MapHandle handle) {
        try {
            return new KernelMap<>(
                    handle,
                    Codecs.of(byte[].class, handle.keySize(), "The keys of " + handle.name()),
                    Codecs.of(byte[].class, handle.valueSize(), "The values of " + handle.name()));
        } catch (RuntimeException | Error e) {
            handle.close();
            throw e;
        }
    }

    /**
     * Returns the implementation of a map.
     *
     * @throws IllegalArgumentException if this library did not open it
     */
    public static KernelMap<?, ?> of(BpfMap<?, ?> map) {
        if (map instanceof KernelMap<?, ?> known) {
            return known;
        }
        throw new IllegalArgumentException(
                "Cannot use " + map + ": it is not a map that bpf-iterator opened. Open it with a BpfSession.");
    }

    @Override
    public <A, B> BpfMap<A, B> typed(Class<A> keyType, Class<B> valueType) {
        if (valueType != byte[].class) {
            requireOneValue("perCpu(" + keyType.getSimpleName() + ".class, " + valueType.getSimpleName() + ".class)");
        }
        return new KernelMap<>(handle, keyCodec(keyType), valueCodec(valueType, handle.valueSize()));
    }

    @Override
    public <A, B> BpfMap<A, B> typed(Codec<A> keys, Codec<B> values) {
        requireOneValue("perCpu");
        return new KernelMap<>(
                handle,
                ofSize(keys, handle.keySize(), "The keys of "),
                ofSize(values, handle.valueSize(), "The values of "));
    }

    private void requireOneValue(String otherwise) {
        if (handle.isPerCpu()) {
            throw Failure.invalid("Cannot call typed on " + this)
                    .because("it has a value for each CPU")
                    .remedy("Call " + otherwise)
                    .exception();
        }
    }

    @Override
    public <A, B> BpfMap<A, List<B>> perCpu(Class<A> keyType, Class<B> valueType) {
        requirePerCpu();
        Codec<B> one = valueCodec(valueType, handle.info().valueSize());
        return new KernelMap<>(handle, keyCodec(keyType), new PerCpuCodec<>(one, MapHandle.possibleCpus()));
    }

    @Override
    public <A, B> BpfMap<A, List<B>> perCpu(Codec<A> keys, Codec<B> values) {
        requirePerCpu();
        Codec<B> one = ofSize(values, handle.info().valueSize(), "The values of ");
        return new KernelMap<>(
                handle,
                ofSize(keys, handle.keySize(), "The keys of "),
                new PerCpuCodec<>(one, MapHandle.possibleCpus()));
    }

    private void requirePerCpu() {
        if (!handle.isPerCpu()) {
            throw Failure.invalid("Cannot call perCpu on " + this)
                    .because("it has one value for all CPUs")
                    .remedy("Call typed")
                    .exception();
        }
    }

    private <T> Codec<T> ofSize(Codec<T> codec, int size, String what) {
        if (codec.size() != size) {
            throw Failure.invalid(what + this)
                    .because("they have " + size + " bytes, but " + codec + " has " + codec.size())
                    .remedy("Describe exactly the bytes of the map's type")
                    .exception();
        }
        return codec;
    }

    @Override
    public <A> BpfMap<A, BpfMap<byte[], byte[]>> ofMaps(Class<A> keyType) {
        if (!handle.info().mapType().isOfMaps()) {
            throw Failure.invalid("Cannot call ofMaps on " + this)
                    .because("it is not a map of maps")
                    .remedy("Call typed")
                    .exception();
        }
        return new KernelMap<>(
                handle,
                keyCodec(keyType),
                new InnerMapCodec(
                        inner -> of(inner).fd().number(), id -> untyped(MapFinder.byId(id, handle.isReadOnly()))));
    }

    private <A> Codec<A> keyCodec(Class<A> type) {
        return codec(type, handle.keySize(), handle.info().btfKeyType(), "The keys of ");
    }

    private <B> Codec<B> valueCodec(Class<B> type, int size) {
        return codec(type, size, handle.info().btfValueType(), "The values of ");
    }

    private <T> Codec<T> codec(Class<T> type, int size, int btfType, String what) {
        boolean sizeSuffices = type == byte[].class || (!handle.isBtfKnown() && Codecs.isScalar(type));
        Btf btf = btfType == 0 || sizeSuffices ? null : handle.btf();
        if (btf != null) {
            return Codecs.of(type, btf, btfType, what + this);
        }
        return type.isRecord()
                ? Codecs.cast(ofSize(Layout.ofNumbers(type.asSubclass(Record.class)), size, what))
                : Codecs.of(type, size, what + this);
    }

    @Override
    public String name() {
        return handle.name();
    }

    @Override
    public MapInfo info() {
        return handle.info();
    }

    @Override
    public void put(K key, V value, UpdateMode mode) {
        int fd = handle.fd().number();
        try (ElementCodec<K>.Cells encodedKey = keys.encoded(key);
                ElementCodec<V>.Cells encodedValue = values.encoded(value)) {
            int result =
                    Libbpf.libbpf().bpf_map_update_elem(fd, encodedKey.memory(), encodedValue.memory(), mode.flag());
            handle.check(result, () -> "put " + text(key) + " in " + this);
        }
    }

    @Override
    public Optional<V> get(K key) {
        int fd = handle.fd().number();
        try (ElementCodec<K>.Cells encodedKey = keys.encoded(key);
                ElementCodec<V>.Cells value = values.cell()) {
            int result = Libbpf.libbpf().bpf_map_lookup_elem(fd, encodedKey.memory(), value.memory());
            if (Errno.ENOENT.is(result)) {
                return Optional.empty();
            }
            handle.check(result, () -> "get " + text(key) + " from " + this);
            return Optional.of(value.decoded(0));
        }
    }

    @Override
    public boolean remove(K key) {
        int fd = handle.fd().number();
        try (ElementCodec<K>.Cells encodedKey = keys.encoded(key)) {
            int result = Libbpf.libbpf().bpf_map_delete_elem(fd, encodedKey.memory());
            if (Errno.ENOENT.is(result)) {
                return false;
            }
            handle.check(result, () -> "remove " + text(key) + " from " + this);
            return true;
        }
    }

    @Override
    public List<K> keys() {
        List<K> all = new ArrayList<>();
        int fd = handle.fd().number();
        try (ElementCodec<K>.Cells key = keys.cell()) {
            int result = Libbpf.libbpf().bpf_map_get_next_key(fd, null, key.memory());
            while (result == 0) {
                all.add(key.decoded(0));
                result = Libbpf.libbpf().bpf_map_get_next_key(fd, key.memory(), key.memory());
            }
            if (!Errno.ENOENT.is(result)) {
                handle.check(result, () -> "walk " + this);
            }
        }
        return all;
    }

    @Override
    public Map<K, V> entries() {
        return batch().all().orElseGet(this::entriesOneByOne);
    }

    MapBatch<K, V> batch() {
        return new MapBatch<>(handle, keys, values);
    }

    private Map<K, V> entriesOneByOne() {
        Map<K, V> all = new LinkedHashMap<>();
        for (K key : keys()) {
            get(key).ifPresent(value -> all.put(key, value));
        }
        return all;
    }

    @Override
    public void putAll(Map<K, V> elements) {
        if (!elements.isEmpty() && !batch().put(elements)) {
            elements.forEach(this::put);
        }
    }

    @Override
    public void clear() {
        List<K> all = keys();
        if (!all.isEmpty() && !batch().remove(all)) {
            all.forEach(this::remove);
        }
    }

    @Override
    public RingBuffer ringBuffer() {
        return new MappedRingBuffer(handle);
    }

    @Override
    public void pin(Path file) {
        PinPath path = PinPath.at(file);
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_pin(handle.fd().number(), path.path().toString()),
                "pin " + this + " at " + path.shared());
    }

    /** Returns the map's descriptor, which the map owns. */
    public Fd fd() {
        return handle.fd();
    }

    /** Returns the open map. */
    MapHandle handle() {
        return handle;
    }

    private static String text(Object key) {
        return key instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : key.toString();
    }

    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return handle.toString();
    }
}
