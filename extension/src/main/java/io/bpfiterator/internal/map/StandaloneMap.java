// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import com.sun.jna.Memory;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.btf.Layout;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.btf.BtfBuilder;
import io.bpfiterator.internal.btf.Codecs;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.kernel.LockedMemory;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.MapCreateOptions;
import io.bpfiterator.internal.text.Count;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Creates maps that do not belong to a BPF object. */
public final class StandaloneMap {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.]*");

    private static final int F_NO_PREALLOC = 1;

    private StandaloneMap() {}

    /**
     * Creates a map, which the caller closes.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number, or a record of numbers
     * @param values a boxed number, or a record of numbers; {@code Integer}, for the descriptor of a socket, in a
     *     sockmap or sockhash
     * @param maxEntries 0 for an sk_storage map, whose elements belong to the sockets
     * @throws io.bpfiterator.failure.BpfException if the type has a value for each CPU, or the kernel refuses
     */
    public static <K, V> BpfMap<K, V> create(
            MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        requireOneValue(type, name);
        return create(type, name, keys, values, maxEntries, map -> map.typed(keys, values));
    }

    /** Creates a map whose keys and values have codecs, which the caller closes. */
    public static <K, V> BpfMap<K, V> create(
            MapType type, String name, Codec<K> keys, Codec<V> values, int maxEntries) {
        requireOneValue(type, name);
        return create(type, name, keys.size(), values.size(), maxEntries, map -> map.typed(keys, values));
    }

    private static void requireOneValue(MapType type, String name) {
        if (type.isPerCpu()) {
            throw Failure.invalid("Cannot create map " + name)
                    .because("type " + type + " has a value for each CPU")
                    .remedy("Use perCpuMap or createPerCpu")
                    .exception();
        }
    }

    private static int sizeOf(Class<?> type, String what) {
        return type.isRecord() ? Layout.ofNumbers(type.asSubclass(Record.class)).size() : Codecs.sizeOf(type, what);
    }

    /**
     * Creates a map with a value for each CPU, which the caller closes; see {@link BpfMap#perCpu}.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number
     * @param values a boxed number, the type of the value of one CPU
     * @throws io.bpfiterator.failure.BpfException if the type has one value for all CPUs, or the kernel refuses
     */
    public static <K, V> BpfMap<K, List<V>> createPerCpu(
            MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        if (!type.isPerCpu()) {
            throw Failure.invalid("Cannot create map " + name)
                    .because("type " + type + " has one value for all CPUs")
                    .remedy("Use map or create")
                    .exception();
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
        int keySize = sizeOf(keys, "the keys of map " + name);
        return create(type, name, keySize, sizeOf(values, "the values of map " + name), maxEntries, typing);
    }

    private static <M> M create(
            MapType type,
            String name,
            int keySize,
            int valueSize,
            int maxEntries,
            Function<BpfMap<byte[], byte[]>, M> typing) {
        if (!type.hasKeys()) {
            throw Failure.invalid("Cannot create map " + name)
                    .because("type " + type + " has no keys")
                    .remedy("Declare it in a BPF object")
                    .exception();
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MapInfoQuery.NAME_BYTES) {
            throw Failure.invalid("Cannot create map " + name)
                    .because("its name is longer than " + MapInfoQuery.NAME_BYTES + " bytes")
                    .remedy("Shorten it")
                    .exception();
        }
        MapCreateOptions options = new MapCreateOptions();
        if (!type.isOfSockets()) {
            return typed(create(type, name, keySize, valueSize, maxEntries, options), typing);
        }
        options.set(MapCreateOptions.MAP_FLAGS, F_NO_PREALLOC);
        try (Fd btf = loadBtf(keySize, valueSize)) {
            options.set(MapCreateOptions.BTF_FD, btf.number());
            options.set(MapCreateOptions.BTF_KEY_TYPE_ID, 1);
            options.set(MapCreateOptions.BTF_VALUE_TYPE_ID, 2);
            return typed(create(type, name, keySize, valueSize, 0, options), typing);
        }
    }

    private static <M> M typed(BpfMap<byte[], byte[]> map, Function<BpfMap<byte[], byte[]>, M> typing) {
        try {
            return typing.apply(map);
        } catch (RuntimeException | Error e) {
            map.close();
            throw e;
        }
    }

    private static BpfMap<byte[], byte[]> create(
            MapType type, String name, int keySize, int valueSize, int maxEntries, MapCreateOptions options) {
        String what = "Cannot create map " + name + " (" + type + ", keys of " + Count.of(keySize, "byte")
                + ", values of " + Count.of(valueSize, "byte") + ", " + Count.of(maxEntries, "element") + ")";
        int fd = Calls.checkLibbpf(
                Libbpf.libbpf().bpf_map_create(type.number(), name, keySize, valueSize, maxEntries, options),
                errno -> failure(what, type, name, keySize, maxEntries, errno));
        return KernelMap.untyped(new MapHandle(name, new Fd(fd, "map " + name), false, null));
    }

    private static Failure failure(String what, MapType type, String name, int keySize, int maxEntries, int errno) {
        Optional<String> newer =
                type.since().filter(since -> !KernelRelease.running().isAtLeast(KernelRelease.version(since)));
        if (newer.isPresent()) {
            return Failure.absent(what).remedy("Use Linux " + newer.get() + " or newer");
        }
        if (Errno.EINVAL.is(errno)) {
            return invalid(what, type, name, keySize, maxEntries);
        }
        if (Errno.EPERM.is(errno)) {
            return LockedMemory.explain(what, errno)
                    .orElseGet(() -> Failure.notPermitted(what).remedy("Run as root, or with CAP_BPF"));
        }
        return Errno.E2BIG.is(errno)
                ? Failure.failed(what).remedy("Reduce the number of elements")
                : Failure.failed(what);
    }

    private static Failure invalid(String what, MapType type, String name, int keySize, int maxEntries) {
        if (!NAME.matcher(name).matches()) {
            return Failure.invalid(what)
                    .because("its name has characters that the kernel does not allow")
                    .remedy("Use only letters, digits, _ and the full stop");
        } else if (type.isArray() && keySize != Integer.BYTES) {
            return Failure.invalid(what)
                    .because("the keys of an array have 4 bytes")
                    .remedy("Use Integer as the type of the keys");
        } else if (maxEntries < 1 && !type.isOfSockets()) {
            return Failure.invalid(what)
                    .because("it would have no elements")
                    .remedy("Set the number of elements to 1 or more");
        }
        return Failure.invalid(what)
                .remedy("Use keys and values of sizes that the kernel allows for a map of this type");
    }

    /** Loads the types of the keys and values, which the kernel requires for an sk_storage map. */
    private static Fd loadBtf(int keySize, int valueSize) {
        byte[] bytes = BtfBuilder.ofIntegers(keySize, valueSize);
        Memory data = Bytes.copyOf(bytes);
        int fd = Calls.checkLibbpf(
                Libbpf.libbpf().bpf_btf_load(data, bytes.length, null), "load the BTF of a map into the kernel");
        return new Fd(fd, "the BTF of a map");
    }
}
