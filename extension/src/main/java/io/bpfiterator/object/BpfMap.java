package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.btf.Btf;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.btf.PerCpuCodec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A map in the kernel. A map of an object is closed with it; one found by id, pin or name, or made on its own, is closed by
 * whom it was opened through.
 *
 * <p>A key or value is {@code byte[]} until {@link #typed} gives it a Java type.
 *
 * @param <K> the Java type of its keys
 * @param <V> the Java type of its values
 */
public final class BpfMap<K, V> implements AutoCloseable {

    private final MapHandle handle;
    private final Codec<K> keys;
    private final Codec<V> values;

    private BpfMap(MapHandle handle, Codec<K> keys, Codec<V> values) {
        this.handle = handle;
        this.keys = keys;
        this.values = values;
    }

    static BpfMap<byte[], byte[]> untyped(MapHandle handle) {
        return new BpfMap<>(
                handle,
                Codec.of(byte[].class, handle.keySize(), "The keys of " + handle.name()),
                Codec.of(byte[].class, handle.valueSize(), "The values of " + handle.name()));
    }

    /** Returns how many CPUs the kernel is prepared for, online or not: so many values a per-CPU map has for a key. */
    public static int possibleCpus() {
        return MapHandle.possibleCpus();
    }

    /**
     * Returns this map with Java types for its keys and values; it is the same handle, closed together with this.
     *
     * @param keyType a boxed number of the keys' size, {@code byte[]}, or what the map's BTF lets the key be: a record for
     *     a struct, {@code String} for characters
     * @param valueType likewise, for the values; {@link #perCpu} is for a map that has one for each CPU
     * @throws BpfException if a type does not fit
     */
    public <A, B> BpfMap<A, B> typed(Class<A> keyType, Class<B> valueType) {
        if (handle.isPerCpu() && valueType != byte[].class) {
            throw new BpfException(this + " has a value for each CPU; type it with perCpu(" + keyType.getSimpleName()
                    + ".class, " + valueType.getSimpleName() + ".class)");
        }
        return new BpfMap<>(handle, keyCodec(keyType), valueCodec(valueType, handle.valueSize()));
    }

    /**
     * Returns this per-CPU map with Java types: its values are lists, with the value of each CPU that the kernel is prepared
     * for.
     *
     * @throws BpfException if a type does not fit, or the map has one value for all CPUs
     */
    public <A, B> BpfMap<A, List<B>> perCpu(Class<A> keyType, Class<B> valueType) {
        if (!handle.isPerCpu()) {
            throw new BpfException(this + " has one value for all CPUs; type it with typed");
        }
        Codec<B> one = valueCodec(valueType, handle.info().valueSize());
        return new BpfMap<>(handle, keyCodec(keyType), new PerCpuCodec<>(one, MapHandle.possibleCpus()));
    }

    /**
     * Returns this map of maps with a Java type for its keys and maps as its values. {@link #get} opens a map, which the
     * caller closes, and which may be written to if this one may.
     *
     * @throws BpfException if this holds no maps, or the type does not fit
     */
    public <A> BpfMap<A, BpfMap<byte[], byte[]>> ofMaps(Class<A> keyType) {
        if (!handle.info().isMapOfMaps()) {
            throw new BpfException(this + " holds no maps; type it with typed");
        }
        return new BpfMap<>(handle, keyCodec(keyType), new InnerMapCodec(handle.isReadOnly()));
    }

    private <A> Codec<A> keyCodec(Class<A> type) {
        return codec(type, handle.keySize(), handle.info().btfKeyType(), "The keys of ");
    }

    private <B> Codec<B> valueCodec(Class<B> type, int size) {
        return codec(type, size, handle.info().btfValueType(), "The values of ");
    }

    private <T> Codec<T> codec(Class<T> type, int size, int btfType, String what) {
        boolean sizeWillDo = type == byte[].class || (!handle.isBtfKnown() && Codec.isScalar(type));
        Btf btf = btfType == 0 || sizeWillDo ? null : handle.btf();
        return btf == null ? Codec.of(type, size, what + this) : Codec.of(type, btf, btfType, what + this);
    }

    /** Returns the map's whole name, as its object has it; the kernel keeps 15 bytes of it. */
    public String name() {
        return handle.name();
    }

    /** Asks the kernel about the map. */
    public MapInfo info() {
        return handle.info();
    }

    /**
     * Puts a value, whether or not the key has one.
     *
     * @throws BpfException if key or value don't fit their C types, or the kernel refuses (a full map: {@code E2BIG})
     */
    public void put(K key, V value) {
        put(key, value, UpdateMode.ANY);
    }

    /** Puts a value as {@link #put(Object, Object)} does; the mode says what may have been there before. */
    public void put(K key, V value, UpdateMode mode) {
        int fd = handle.fd().number();
        int result = Libbpf.libbpf().bpf_map_update_elem(fd, encoded(keys, key), encoded(values, value), mode.flag());
        check(result, () -> "put " + shown(key) + " in " + this);
    }

    /** Returns the value of a key; empty where it has none. */
    public Optional<V> get(K key) {
        Memory value = memory(values.size());
        int result = Libbpf.libbpf().bpf_map_lookup_elem(handle.fd().number(), encoded(keys, key), value);
        if (Errno.ENOENT.is(result)) {
            return Optional.empty();
        }
        check(result, () -> "get " + shown(key) + " from " + this);
        return Optional.of(decoded(values, value, 0));
    }

    /**
     * Removes a key with its value, and tells whether it was there.
     *
     * @throws BpfException if the kernel refuses; an array keeps its elements
     */
    public boolean remove(K key) {
        int result = Libbpf.libbpf().bpf_map_delete_elem(handle.fd().number(), encoded(keys, key));
        if (Errno.ENOENT.is(result)) {
            return false;
        }
        check(result, () -> "remove " + shown(key) + " from " + this);
        return true;
    }

    /** Returns the keys at this time, in the kernel's order. */
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

    /**
     * Returns the elements at this time, in the kernel's order, with a system call for many of them; Linux 5.6. Where the
     * type of map, or the kernel, has no such call, each has one of its own, and one that vanishes meanwhile is left out.
     * Give the keys a Java type to look them up in what is returned: {@code byte[]} are equal only to themselves.
     */
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

    /** Puts several values with one system call; Linux 5.6, and one call for each where there is none for many. */
    public void putAll(Map<K, V> elements) {
        if (!elements.isEmpty() && !new MapBatch<>(this, keys, values).put(elements)) {
            elements.forEach(this::put);
        }
    }

    /**
     * Removes every element that there is at this time.
     *
     * @throws BpfException if the kernel refuses; an array keeps its elements
     */
    public void clear() {
        List<K> all = keys();
        if (!all.isEmpty() && !new MapBatch<>(this, keys, values).remove(all)) {
            all.forEach(this::remove);
        }
    }

    /**
     * Reads this ring buffer map; Linux 5.8. The caller closes what is returned.
     *
     * @throws BpfException if it is a map of another type
     */
    public RingBuffer ringBuffer() {
        return RingBuffer.of(this);
    }

    /**
     * Pins the map into a bpffs, where it stays until it is removed or its bpffs is gone.
     *
     * @throws BpfException if the kernel refuses
     */
    public void pin(PinPath path) {
        int result =
                Libbpf.libbpf().bpf_obj_pin(handle.fd().number(), path.path().toString());
        check(result, () -> "pin " + this + " at " + path.shared());
    }

    Fd fd() {
        return handle.fd();
    }

    MapHandle handle() {
        return handle;
    }

    /** JNA allocates no 0 bytes, the size of the keys or values of some types. */
    private static Memory memory(long size) {
        return new Memory(Math.max(1, size));
    }

    private <T> Memory encoded(Codec<T> codec, T value) {
        Memory memory = memory(codec.size());
        encode(codec, value, memory, 0);
        return memory;
    }

    /** Writes a value at its place in an array of such values. */
    <T> void encode(Codec<T> codec, T value, Memory target, int position) {
        Objects.requireNonNull(value, "a map holds no null");
        try {
            codec.encode(value, place(codec, target, position));
        } catch (BpfException e) {
            throw new BpfException("In " + this + ": " + e.getMessage(), e);
        }
    }

    /** Reads a value from its place in an array of such values. */
    static <T> T decoded(Codec<T> codec, Memory source, int position) {
        return codec.decode(place(codec, source, position));
    }

    private static ByteBuffer place(Codec<?> codec, Memory array, int position) {
        return array.getByteBuffer((long) position * codec.size(), codec.size()).order(ByteOrder.nativeOrder());
    }

    void check(int result, Supplier<String> deed) {
        if (result < 0) {
            throw new BpfException(
                    "Can't " + deed.get() + ": " + Errno.describe(result) + handle.remedy(result), result);
        }
    }

    private static String shown(Object key) {
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
