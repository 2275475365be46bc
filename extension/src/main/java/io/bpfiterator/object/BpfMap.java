package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.kernel.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A map in the kernel. A map of an object is closed with it; one found by id, pin or name is the caller's to close.
 *
 * @param <K> the Java type of its keys: {@code byte[]}, or a boxed number of their size
 * @param <V> the Java type of its values, likewise
 */
public final class BpfMap<K, V> implements AutoCloseable {

    private final String name;
    private final Fd fd;
    private final Codec<K> keys;
    private final Codec<V> values;

    private BpfMap(String name, Fd fd, Codec<K> keys, Codec<V> values) {
        this.name = name;
        this.fd = fd;
        this.keys = keys;
        this.values = values;
    }

    static BpfMap<byte[], byte[]> untyped(String name, Fd fd) {
        MapInfo info = MapInfo.of(fd.number());
        return new BpfMap<>(
                name,
                fd,
                Codec.of(byte[].class, info.keySize(), "the keys"),
                Codec.of(byte[].class, info.valueSize(), "the values"));
    }

    /**
     * Returns this map with Java types for its keys and values; it is the same handle, closed together with this.
     *
     * @throws BpfException if a type has not the size that the map's keys or values have
     */
    public <A, B> BpfMap<A, B> typed(Class<A> keyType, Class<B> valueType) {
        MapInfo info = info();
        return new BpfMap<>(
                name,
                fd,
                Codec.of(keyType, info.keySize(), "The keys of " + this),
                Codec.of(valueType, info.valueSize(), "The values of " + this));
    }

    /** Returns the map's whole name, as its object has it; the kernel keeps 15 bytes of it. */
    public String name() {
        return name;
    }

    /** Asks the kernel about the map. */
    public MapInfo info() {
        return MapInfo.of(fd.number());
    }

    /** Puts a value, whether or not the key has one. */
    public void put(K key, V value) {
        int result = Libbpf.libbpf().bpf_map_update_elem(fd.number(), encoded(keys, key), encoded(values, value), 0);
        if (result < 0) {
            throw failure("put " + key, result);
        }
    }

    /** Returns the value of a key; empty where it has none. */
    public Optional<V> get(K key) {
        Memory value = new Memory(values.size());
        int result = Libbpf.libbpf().bpf_map_lookup_elem(fd.number(), encoded(keys, key), value);
        if (Errno.ENOENT.is(result)) {
            return Optional.empty();
        }
        if (result < 0) {
            throw failure("get " + key, result);
        }
        return Optional.of(values.decode(value.getByteBuffer(0, values.size()).order(ByteOrder.nativeOrder())));
    }

    /**
     * Pins the map into a bpffs, where it stays until it is removed or its bpffs is gone.
     *
     * @throws BpfException if the kernel refuses
     */
    public void pin(PinPath path) {
        int result = Libbpf.libbpf().bpf_obj_pin(fd.number(), path.path().toString());
        if (result < 0) {
            throw failure("be pinned at " + path.shared(), result);
        }
    }

    Fd fd() {
        return fd;
    }

    /** Returns another handle of the same map. */
    BpfMap<byte[], byte[]> duplicate() {
        return untyped(name, Fd.duplicate(fd.number()));
    }

    private static <T> Memory encoded(Codec<T> codec, T value) {
        Memory memory = new Memory(codec.size());
        ByteBuffer buffer = memory.getByteBuffer(0, codec.size()).order(ByteOrder.nativeOrder());
        codec.encode(value, buffer);
        return memory;
    }

    private BpfException failure(String deed, int errno) {
        return new BpfException("Can't " + deed + " in " + this + ": " + Errno.describe(errno), errno);
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        MapInfo info = info();
        return "map " + name + " (" + info.typeName() + ", id " + info.id() + ")";
    }
}
