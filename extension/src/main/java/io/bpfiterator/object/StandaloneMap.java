package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.btf.BtfBuilder;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Bytes;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.Libbpf.MapCreateOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Makes maps that belong to no object. */
public final class StandaloneMap {

    private static final int F_NO_PREALLOC = 1;

    private StandaloneMap() {}

    /**
     * Makes a map, for the caller to close.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number
     * @param values a boxed number; the descriptor of a socket, an {@code Integer}, for a sockmap or sockhash
     * @param maxEntries 0 for an sk_storage map, whose elements belong to the sockets
     * @throws BpfException if the type has a value for each CPU, or the kernel refuses
     */
    public static <K, V> BpfMap<K, V> create(
            MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        if (type.isPerCpu()) {
            throw new BpfException("A map of type " + type + " has a value for each CPU; make " + name
                    + " with perCpuMap or createPerCpu");
        }
        return create(type, name, keys, values, maxEntries, map -> map.typed(keys, values));
    }

    /**
     * Makes a map with a value for each CPU, for the caller to close; see {@link BpfMap#perCpu}.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number
     * @param values a boxed number, of one CPU
     * @throws BpfException if the type has one value for all CPUs, or the kernel refuses
     */
    public static <K, V> BpfMap<K, List<V>> createPerCpu(
            MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        if (!type.isPerCpu()) {
            throw new BpfException(
                    "A map of type " + type + " has one value for all CPUs; make " + name + " with map or create");
        }
        return create(type, name, keys, values, maxEntries, map -> map.perCpu(keys, values));
    }

    private static <M> M create(
            MapType type,
            String name,
            Class<?> keys,
            Class<?> values,
            int maxEntries,
            Function<BpfMap<byte[], byte[]>, M> typing) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MapInfo.NAME_BYTES) {
            throw new BpfException(
                    "The name of map " + name + " is longer than " + MapInfo.NAME_BYTES + " bytes; shorten it");
        }
        int keySize = Codec.sizeOf(keys, "the keys of map " + name);
        int valueSize = Codec.sizeOf(values, "the values of map " + name);
        MapCreateOptions options = new MapCreateOptions();
        if (type != MapType.SK_STORAGE) {
            return typing.apply(create(type, name, keySize, valueSize, maxEntries, options));
        }
        options.map_flags = F_NO_PREALLOC;
        try (Fd btf = loadBtf(keySize, valueSize)) {
            options.btf_fd = btf.number();
            options.btf_key_type_id = 1;
            options.btf_value_type_id = 2;
            return typing.apply(create(type, name, keySize, valueSize, 0, options));
        }
    }

    private static BpfMap<byte[], byte[]> create(
            MapType type, String name, int keySize, int valueSize, int maxEntries, MapCreateOptions options) {
        int fd = Libbpf.libbpf().bpf_map_create(type.number(), name, keySize, valueSize, maxEntries, options);
        if (fd < 0) {
            throw new BpfException(
                    "The kernel refused to make map " + name + " (" + type + ", keys of " + keySize
                            + " bytes, values of " + valueSize + ", " + maxEntries + " elements): "
                            + Errno.describe(fd) + remedy(fd),
                    fd);
        }
        return BpfMap.untyped(new MapHandle(name, new Fd(fd, "map " + name), false, null));
    }

    private static String remedy(int errno) {
        if (Errno.EINVAL.is(errno)) {
            return "; a name has letters, digits, _ and . only, an array has keys of 4 bytes, and all but sk_storage have"
                    + " room for an element at least; a type without keys is declared in an object";
        }
        return Errno.E2BIG.is(errno) || Errno.ENOMEM.is(errno) ? "; give it fewer elements" : "";
    }

    /** The kernel wants the types of an sk_storage map's keys and values. */
    private static Fd loadBtf(int keySize, int valueSize) {
        byte[] bytes = BtfBuilder.ofIntegers(keySize, valueSize);
        Memory data = Bytes.copyOf(bytes);
        int fd = Libbpf.libbpf().bpf_btf_load(data, bytes.length, null);
        if (fd < 0) {
            throw new BpfException("The kernel refused the types of a map: " + Errno.describe(fd), fd);
        }
        return new Fd(fd, "the types of a map");
    }
}
