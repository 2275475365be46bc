package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.btf.Btf;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.btf.PerCpuCodec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.libbpf.Calls;
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
 * A map in the kernel. A map of an object is closed with the object. A map that was opened by id, pin or name, or that
 * was created without an object, is closed with the session or object through which it was opened.
 *
 * <p>Keys and values are {@code byte[]} until {@link #typed} gives them Java types.
 *
 * @param <K> the Java type of the keys
 * @param <V> the Java type of the values
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

    /**
     * Returns how many possible CPUs the kernel has, online or not: the number of values for each key of a per-CPU map.
     */
    public static int possibleCpus() {
        return MapHandle.possibleCpus();
    }

    /**
     * Returns this map with Java types for its keys and values. It shares this map's handle and is closed with it.
     *
     * @param keyType a boxed number of the keys' size, {@code byte[]}, or a type that fits the map's BTF: a record for
     *     a struct, {@code String} for a {@code char} array
     * @param valueType a type for the values, likewise; for a map with a value for each CPU, use {@link #perCpu}
     * @throws BpfException if a type does not fit
     */
    public <A, B> BpfMap<A, B> typed(Class<A> keyType, Class<B> valueType) {
        if (handle.isPerCpu() && valueType != byte[].class) {
            throw Failure.invalid("Cannot call typed on " + this)
                    .because("it has a value for each CPU")
                    .remedy("Call perCpu(" + keyType.getSimpleName() + ".class, " + valueType.getSimpleName()
                            + ".class)")
                    .exception();
        }
        return new BpfMap<>(handle, keyCodec(keyType), valueCodec(valueType, handle.valueSize()));
    }

    /**
     * Returns this per-CPU map with Java types. Its values are lists with one element for each possible CPU.
     *
     * @throws BpfException if a type does not fit, or the map has one value for all CPUs
     */
    public <A, B> BpfMap<A, List<B>> perCpu(Class<A> keyType, Class<B> valueType) {
        if (!handle.isPerCpu()) {
            throw Failure.invalid("Cannot call perCpu on " + this)
                    .because("it has one value for all CPUs")
                    .remedy("Call typed")
                    .exception();
        }
        Codec<B> one = valueCodec(valueType, handle.info().valueSize());
        return new BpfMap<>(handle, keyCodec(keyType), new PerCpuCodec<>(one, MapHandle.possibleCpus()));
    }

    /**
     * Returns this map of maps with a Java type for its keys and maps as its values. {@link #get} opens an inner map,
     * which the caller closes; it is writable if this map is.
     *
     * @throws BpfException if this is not a map of maps, or the type does not fit
     */
    public <A> BpfMap<A, BpfMap<byte[], byte[]>> ofMaps(Class<A> keyType) {
        if (!handle.info().isMapOfMaps()) {
            throw Failure.invalid("Cannot call ofMaps on " + this)
                    .because("it is not a map of maps")
                    .remedy("Call typed")
                    .exception();
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
        boolean sizeSuffices = type == byte[].class || (!handle.isBtfKnown() && Codec.isScalar(type));
        Btf btf = btfType == 0 || sizeSuffices ? null : handle.btf();
        return btf == null ? Codec.of(type, size, what + this) : Codec.of(type, btf, btfType, what + this);
    }

    /** Returns the map's full name, as the object declares it; the kernel keeps 15 bytes of it. */
    public String name() {
        return handle.name();
    }

    /** Returns the kernel's information about the map. */
    public MapInfo info() {
        return handle.info();
    }

    /**
     * Sets the value of a key, whether or not the key has one already.
     *
     * @throws BpfException if the key or the value does not fit its C type, or the kernel refuses ({@code E2BIG} if the
     *     map is full)
     */
    public void put(K key, V value) {
        put(key, value, UpdateMode.ANY);
    }

    /** Sets the value of a key; the mode says whether the key must, may or must not have a value already. */
    public void put(K key, V value, UpdateMode mode) {
        int fd = handle.fd().number();
        int result = Libbpf.libbpf().bpf_map_update_elem(fd, encoded(keys, key), encoded(values, value), mode.flag());
        check(result, () -> "put " + text(key) + " in " + this);
    }

    /** Returns the value of a key; empty if it has none. */
    public Optional<V> get(K key) {
        Memory value = memory(values.size());
        int result = Libbpf.libbpf().bpf_map_lookup_elem(handle.fd().number(), encoded(keys, key), value);
        if (Errno.ENOENT.is(result)) {
            return Optional.empty();
        }
        check(result, () -> "get " + text(key) + " from " + this);
        return Optional.of(decoded(values, value, 0));
    }

    /**
     * Removes a key with its value.
     *
     * @return whether the key had a value
     * @throws BpfException if the kernel refuses; the elements of an array cannot be removed
     */
    public boolean remove(K key) {
        int result = Libbpf.libbpf().bpf_map_delete_elem(handle.fd().number(), encoded(keys, key));
        if (Errno.ENOENT.is(result)) {
            return false;
        }
        check(result, () -> "remove " + text(key) + " from " + this);
        return true;
    }

    /** Returns the keys that the map has now, in the kernel's order. */
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
     * Returns the elements that the map has now, in the kernel's order. It reads many elements with one system call,
     * which requires Linux 5.6; if the kernel or the type of map does not support that, it reads them one by one and
     * omits an element that is removed meanwhile. Give the keys a Java type to look them up in the result: a
     * {@code byte[]} is equal only to itself.
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

    /** Sets several values, with one system call on Linux 5.6 or newer if the type of map supports that. */
    public void putAll(Map<K, V> elements) {
        if (!elements.isEmpty() && !new MapBatch<>(this, keys, values).put(elements)) {
            elements.forEach(this::put);
        }
    }

    /**
     * Removes all elements that the map has now.
     *
     * @throws BpfException if the kernel refuses; the elements of an array cannot be removed
     */
    public void clear() {
        List<K> all = keys();
        if (!all.isEmpty() && !new MapBatch<>(this, keys, values).remove(all)) {
            all.forEach(this::remove);
        }
    }

    /**
     * Opens this ring buffer map for reading; the caller closes the result. Requires Linux 5.8.
     *
     * @throws BpfException if this is a map of another type
     */
    public RingBuffer ringBuffer() {
        return RingBuffer.of(this);
    }

    /**
     * Pins the map in a bpffs, where it stays until it is removed or its bpffs is gone.
     *
     * @throws BpfException if the kernel refuses
     */
    public void pin(PinPath path) {
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_obj_pin(handle.fd().number(), path.path().toString()),
                "pin " + this + " at " + path.shared());
    }

    Fd fd() {
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
            throw Failure.invalid("In " + this)
                    .because(String.valueOf(e.getMessage()))
                    .causedBy(e)
                    .exception();
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
