package io.bpfiterator.internal.map;

import com.sun.jna.Memory;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Implements {@link BpfMap}. */
public final class KernelMap<K, V> implements BpfMap<K, V> {

    private final MapHandle handle;
    private final Codec<K> keys;
    private final Codec<V> values;

    private KernelMap(MapHandle handle, Codec<K> keys, Codec<V> values) {
        this.handle = handle;
        this.keys = keys;
        this.values = values;
    }

    /** Returns the map of a handle, which the map owns. */
    public static KernelMap<byte[], byte[]> untyped(MapHandle handle) {
        return new KernelMap<>(
                handle,
                Codecs.of(byte[].class, handle.keySize(), "The keys of " + handle.name()),
                Codecs.of(byte[].class, handle.valueSize(), "The values of " + handle.name()));
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
        if (handle.isPerCpu() && valueType != byte[].class) {
            throw Failure.invalid("Cannot call typed on " + this)
                    .because("it has a value for each CPU")
                    .remedy("Call perCpu(" + keyType.getSimpleName() + ".class, " + valueType.getSimpleName()
                            + ".class)")
                    .exception();
        }
        return new KernelMap<>(handle, keyCodec(keyType), valueCodec(valueType, handle.valueSize()));
    }

    @Override
    public <A, B> BpfMap<A, List<B>> perCpu(Class<A> keyType, Class<B> valueType) {
        if (!handle.isPerCpu()) {
            throw Failure.invalid("Cannot call perCpu on " + this)
                    .because("it has one value for all CPUs")
                    .remedy("Call typed")
                    .exception();
        }
        Codec<B> one = valueCodec(valueType, handle.info().valueSize());
        return new KernelMap<>(handle, keyCodec(keyType), new PerCpuCodec<>(one, MapHandle.possibleCpus()));
    }

    @Override
    public <A> BpfMap<A, BpfMap<byte[], byte[]>> ofMaps(Class<A> keyType) {
        if (!handle.info().mapType().isOfMaps()) {
            throw Failure.invalid("Cannot call ofMaps on " + this)
                    .because("it is not a map of maps")
                    .remedy("Call typed")
                    .exception();
        }
        return new KernelMap<>(handle, keyCodec(keyType), new InnerMapCodec(handle.isReadOnly()));
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
        return btf == null ? Codecs.of(type, size, what + this) : Codecs.of(type, btf, btfType, what + this);
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
        int result = Libbpf.libbpf().bpf_map_update_elem(fd, encoded(keys, key), encoded(values, value), mode.flag());
        check(result, () -> "put " + text(key) + " in " + this);
    }

    @Override
    public Optional<V> get(K key) {
        Memory value = memory(values.size());
        int result = Libbpf.libbpf().bpf_map_lookup_elem(handle.fd().number(), encoded(keys, key), value);
        if (Errno.ENOENT.is(result)) {
            return Optional.empty();
        }
        check(result, () -> "get " + text(key) + " from " + this);
        return Optional.of(decoded(values, value, 0));
    }

    @Override
    public boolean remove(K key) {
        int result = Libbpf.libbpf().bpf_map_delete_elem(handle.fd().number(), encoded(keys, key));
        if (Errno.ENOENT.is(result)) {
            return false;
        }
        check(result, () -> "remove " + text(key) + " from " + this);
        return true;
    }

    @Override
    public List<K> keys() {
        List<K> all = new ArrayList<>();
        int fd = handle.fd().number();
        Memory key = memory(keys.size());
        int result = Libbpf.libbpf().bpf_map_get_next_key(fd, null, key);
        while (result == 0) {
            all.add(decoded(keys, key, 0));
            result = Libbpf.libbpf().bpf_map_get_next_key(fd, key, key);
        }
        if (!Errno.ENOENT.is(result)) {
            check(result, () -> "walk " + this);
        }
        return all;
    }

    @Override
    public Map<K, V> entries() {
        return new MapBatch<>(this, keys, values).all().orElseGet(this::entriesOneByOne);
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
        if (!elements.isEmpty() && !new MapBatch<>(this, keys, values).put(elements)) {
            elements.forEach(this::put);
        }
    }

    @Override
    public void clear() {
        List<K> all = keys();
        if (!all.isEmpty() && !new MapBatch<>(this, keys, values).remove(all)) {
            all.forEach(this::remove);
        }
    }

    @Override
    public RingBuffer ringBuffer() {
        return new MappedRingBuffer(this);
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

    MapHandle handle() {
        return handle;
    }

    /** JNA cannot allocate 0 bytes, which is the size of the keys or values of some types. */
    private static Memory memory(long size) {
        return new Memory(Math.max(1, size));
    }

    private <T> Memory encoded(Codec<T> codec, T value) {
        Memory memory = memory(codec.size());
        encode(codec, value, memory, 0);
        return memory;
    }

    /** Encodes a key or value at its position in an array. */
    <T> void encode(Codec<T> codec, T value, Memory target, int position) {
        Objects.requireNonNull(value, "Cannot use null as a key or value of a map.");
        try {
            codec.encode(value, place(codec, target, position));
        } catch (BpfException e) {
            throw Failure.invalid("In " + this).because(e).exception();
        }
    }

    /** Decodes a key or value at its position in an array. */
    static <T> T decoded(Codec<T> codec, Memory source, int position) {
        return codec.decode(place(codec, source, position));
    }

    private static ByteBuffer place(Codec<?> codec, Memory array, int position) {
        return array.getByteBuffer((long) position * codec.size(), codec.size()).order(ByteOrder.nativeOrder());
    }

    /** Checks the result of a call on elements; {@code action} begins with a verb. */
    void check(int result, Supplier<String> action) {
        Calls.checkLibbpf(result, errno -> handle.failure("Cannot " + action.get(), errno));
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
