package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.btf.BtfBuilder;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.kernel.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.Libbpf.MapCreateOptions;
import java.nio.charset.StandardCharsets;

/** Makes maps that belong to no object. */
public final class FreeMap {

    private static final int F_NO_PREALLOC = 1;
    private static final int KERNEL_NAME_BYTES = 15;

    private FreeMap() {}

    /**
     * Makes a map, for the caller to close.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number
     * @param values a boxed number; the descriptor of a socket, an {@code Integer}, for a sockmap or sockhash
     * @param maxEntries 0 for an sk_storage map, whose elements belong to the sockets
     * @throws BpfException if the kernel refuses
     */
    public static <K, V> BpfMap<K, V> create(
            MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        if (name.getBytes(StandardCharsets.UTF_8).length > KERNEL_NAME_BYTES) {
            throw new BpfException(
                    "The name of map " + name + " is longer than " + KERNEL_NAME_BYTES + " bytes; shorten it");
        }
        int keySize = Codec.sizeOf(keys, "the keys of map " + name);
        int valueSize = Codec.sizeOf(values, "the values of map " + name);
        MapCreateOptions options = new MapCreateOptions();
        if (type != MapType.SK_STORAGE) {
            return create(type, name, keySize, valueSize, maxEntries, options).typed(keys, values);
        }
        options.map_flags = F_NO_PREALLOC;
        try (Fd btf = loadBtf(keySize, valueSize)) {
            options.btf_fd = btf.number();
            options.btf_key_type_id = 1;
            options.btf_value_type_id = 2;
            return create(type, name, keySize, valueSize, 0, options).typed(keys, values);
        }
    }

    private static BpfMap<byte[], byte[]> create(
            MapType type, String name, int keySize, int valueSize, int maxEntries, MapCreateOptions options) {
        int fd = Libbpf.libbpf().bpf_map_create(type.number(), name, keySize, valueSize, maxEntries, options);
        if (fd < 0) {
            throw new BpfException(
                    "The kernel refused to make map " + name + " (" + type + ", keys of " + keySize
                            + " bytes, values of " + valueSize + ", " + maxEntries + " elements): "
                            + Errno.describe(fd),
                    fd);
        }
        return BpfMap.untyped(new MapHandle(name, new Fd(fd, "map " + name), false, null));
    }

    /** The kernel wants the types of an sk_storage map's keys and values. */
    private static Fd loadBtf(int keySize, int valueSize) {
        byte[] bytes = BtfBuilder.ofIntegers(keySize, valueSize);
        Memory data = new Memory(bytes.length);
        data.write(0, bytes, 0, bytes.length);
        int fd = Libbpf.libbpf().bpf_btf_load(data, bytes.length, null);
        if (fd < 0) {
            throw new BpfException("The kernel refused the types of a map: " + Errno.describe(fd), fd);
        }
        return new Fd(fd, "the types of a map");
    }
}
