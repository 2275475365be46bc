// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.btf.Layout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A map in the kernel. A map of an object is closed with the object. A map that was opened by id, pin or name, or that
 * was created without an object, is closed with the session or object through which it was opened.
 *
 * <p>Keys and values are {@code byte[]} until {@link #typed} gives them Java types.
 *
 * @param <K> the Java type of the keys
 * @param <V> the Java type of the values
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface BpfMap<K, V> extends AutoCloseable {

    /**
     * Returns this map with Java types for its keys and values. It shares this map's handle and is closed with it.
     *
     * @param keyType a boxed number of the keys' size, {@code byte[]}, or a type that fits the map's BTF: a record for
     *     a struct, {@code String} for a {@code char} array. Without BTF, a record of numbers has C's layout; see
     *     {@link Layout#ofNumbers}
     * @param valueType a type for the values, likewise; for a map with a value for each CPU, use {@link #perCpu}
     * @throws io.bpfiterator.failure.BpfException if a type does not fit
     */
    <A, B> BpfMap<A, B> typed(Class<A> keyType, Class<B> valueType);

    /**
     * Returns this map with codecs for its keys and values, such as a {@link Layout}, whatever its BTF says. It shares
     * this map's handle and is closed with it.
     *
     * @param values the codec of the values; for a map with a value for each CPU, use {@link #perCpu}
     * @throws io.bpfiterator.failure.BpfException if a codec has another size than the keys or values
     */
    <A, B> BpfMap<A, B> typed(Codec<A> keys, Codec<B> values);

    /**
     * Returns this per-CPU map with Java types. Its values are lists with one element for each possible CPU.
     *
     * @throws io.bpfiterator.failure.BpfException if a type does not fit, or the map has one value for all CPUs
     */
    <A, B> BpfMap<A, List<B>> perCpu(Class<A> keyType, Class<B> valueType);

    /**
     * Returns this per-CPU map with codecs for its keys and for the value of one CPU, like
     * {@link #typed(Codec, Codec)}.
     *
     * @throws io.bpfiterator.failure.BpfException if a codec has another size than the keys or the value of one CPU, or
     *     the map has one value for all CPUs
     */
    <A, B> BpfMap<A, List<B>> perCpu(Codec<A> keys, Codec<B> values);

    /**
     * Returns this map of maps with a Java type for its keys and maps as its values. {@link #get} opens an inner map,
     * which the caller closes; it is writable if this map is.
     *
     * @throws io.bpfiterator.failure.BpfException if this is not a map of maps, or the type does not fit
     */
    <A> BpfMap<A, BpfMap<byte[], byte[]>> ofMaps(Class<A> keyType);

    /** Returns the map's full name, as the object declares it; the kernel keeps 15 bytes of it. */
    String name();

    /** Returns the kernel's information about the map. */
    MapInfo info();

    /**
     * Sets the value of a key, whether or not the key has one already.
     *
     * @throws io.bpfiterator.failure.BpfException if the key or the value does not fit its C type, or the kernel
     *     refuses ({@code E2BIG} if the map is full)
     */
    default void put(K key, V value) {
        put(key, value, UpdateMode.ANY);
    }

    /** Sets the value of a key; the mode says whether the key must, may or must not have a value already. */
    void put(K key, V value, UpdateMode mode);

    /** Returns the value of a key; empty if it has none. */
    Optional<V> get(K key);

    /**
     * Removes a key with its value.
     *
     * @return whether the key had a value
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses; the elements of an array cannot be removed
     */
    boolean remove(K key);

    /** Returns the keys that the map has now, in the kernel's order. */
    List<K> keys();

    /**
     * Returns the elements that the map has now, in the kernel's order. It reads many elements with one system call,
     * which requires Linux 5.6; if the kernel or the type of map does not support that, it reads them one by one and
     * omits an element that is removed meanwhile. Give the keys a Java type to look them up in the result: a
     * {@code byte[]} is equal only to itself.
     */
    Map<K, V> entries();

    /** Sets several values, with one system call on Linux 5.6 or newer if the type of map supports that. */
    void putAll(Map<K, V> elements);

    /**
     * Removes all elements that the map has now.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses; the elements of an array cannot be removed
     */
    void clear();

    /**
     * Opens this ring buffer map for reading; the caller closes the result. Requires Linux 5.8.
     *
     * @throws io.bpfiterator.failure.BpfException if this is a map of another type
     */
    RingBuffer ringBuffer();

    /**
     * Pins the map in a bpffs, where it stays until it is removed or its bpffs is gone.
     *
     * @param path a new file in a directory of a bpffs, whose name has no dot
     * @throws io.bpfiterator.failure.BpfException if nothing can be pinned at the path, or the kernel refuses
     */
    void pin(Path path);

    @Override
    void close();
}
