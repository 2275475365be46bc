// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.text.Count;
import io.bpfiterator.map.BpfMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apiguardian.api.API;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.assertj.core.api.MapAssert;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the elements of a map in the kernel. Each assertion reads the map again. A failure shows the map's name,
 * its type and its first and last elements.
 *
 * <pre>{@code
 * assertThat(counters).hasSize(1).containsEntry(1, 10L).doesNotContainKey(2);
 * }</pre>
 *
 * @param <K> the Java type of the keys
 * @param <V> the Java type of the values. If it is {@link BpfMap}, {@link #value} and {@link #entries} open the inner
 *     maps, and the caller must close them.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class BpfMapAssert<K, V> extends BpfAssert<BpfMapAssert<K, V>, BpfMap<K, V>> {

    /** Starts assertions on a map. */
    public BpfMapAssert(@Nullable BpfMap<K, V> actual) {
        super(actual, BpfMapAssert.class);
    }

    /** Asserts the number of keys. An array always has all of its keys. */
    public BpfMapAssert<K, V> hasSize(int expected) {
        int found = required().keys().size();
        if (found != expected) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "Expected %s, but found %d in %s",
                    Count.of(expected, "element"),
                    found,
                    contents());
        }
        return this;
    }

    /** Asserts that the map is empty. */
    public BpfMapAssert<K, V> isEmpty() {
        if (!required().keys().isEmpty()) {
            throw failure("Expected no element in %s", contents());
        }
        return this;
    }

    /** Asserts that the map is not empty. */
    public BpfMapAssert<K, V> isNotEmpty() {
        if (required().keys().isEmpty()) {
            throw failure("Expected an element in %s", contents());
        }
        return this;
    }

    /** Asserts that the map has a value for a key. */
    public BpfMapAssert<K, V> containsKey(K key) {
        try (Value<V> found = lookUp(key)) {
            if (found.value() == null) {
                throw failure("Expected a value for key %s in %s", shown(key), contents());
            }
        }
        return this;
    }

    /** Asserts that the map has no value for a key. */
    public BpfMapAssert<K, V> doesNotContainKey(K key) {
        try (Value<V> found = lookUp(key)) {
            if (found.value() != null) {
                throw failure("Expected no value for key %s in %s", shown(key), contents());
            }
        }
        return this;
    }

    /** Asserts that a key has a value. Arrays are equal if their elements are equal. */
    public BpfMapAssert<K, V> containsEntry(K key, V value) {
        try (Value<V> found = lookUp(key)) {
            if (found.value() == null) {
                throw failure("Expected %s for key %s, but found no value in %s", shown(value), shown(key), contents());
            }
            if (!Objects.deepEquals(found.value(), value)) {
                throw failureWithActualExpected(
                        found.value(),
                        value,
                        "Expected %s for key %s, but found %s in %s",
                        shown(value),
                        shown(key),
                        shown(found.value()),
                        contents());
            }
        }
        return this;
    }

    /** Navigates to the current elements, in the kernel's order. */
    public final MapAssert<K, V> entries() {
        return navigate(required().entries(), entriesFactory())
                .as("elements of %s", actual)
                .withRepresentation(TruncatingRepresentation.INSTANCE);
    }

    /** Navigates to the value of a key. Fails if the key has no value. Numbers are equal if their values are. */
    public final ObjectAssert<V> value(K key) {
        V value = required()
                .get(key)
                .orElseThrow(() -> failure("Expected a value for key %s in %s", shown(key), contents()));
        ObjectAssert<V> navigated = navigate(value, valueFactory())
                .as("value of key %s in %s", shown(key), actual)
                .withRepresentation(TruncatingRepresentation.INSTANCE);
        return value instanceof Number ? navigated.usingComparator(NumberComparator.INSTANCE) : navigated;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private InstanceOfAssertFactory<?, MapAssert<K, V>> entriesFactory() {
        return new InstanceOfAssertFactory(Map.class, entries -> new MapAssert<>((Map<K, V>) entries));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private InstanceOfAssertFactory<?, ObjectAssert<V>> valueFactory() {
        return new InstanceOfAssertFactory(Object.class, value -> new ObjectAssert<>((V) value));
    }

    private Value<V> lookUp(K key) {
        return new Value<>(required().get(key).orElse(null));
    }

    private String contents() {
        List<K> keys = actual.keys();
        return keys.isEmpty()
                ? actual + ", which is empty"
                : actual + ", which has " + Count.of(keys.size(), "key") + ":\n" + Excerpt.of(keys, this::element);
    }

    private String element(K key) {
        try (Value<V> found = lookUp(key)) {
            return shown(key) + ": " + (found.value() == null ? "(removed concurrently)" : shown(found.value()));
        }
    }

    private static String shown(Object part) {
        return TruncatingRepresentation.INSTANCE.toStringOf(part);
    }

    /** A value that is closed after use, because the lookup in a map of maps opens the inner map. */
    private record Value<V>(@Nullable V value) implements AutoCloseable {

        @Override
        public void close() {
            if (value instanceof BpfMap<?, ?> map) {
                map.close();
            }
        }
    }
}
