package io.bpfiterator.assertj;

import io.bpfiterator.object.BpfMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.assertj.core.api.MapAssert;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on what a map in the kernel holds; each assertion asks the kernel anew. A failure shows the map's name, type and
 * elements, cut to the first and last ones.
 *
 * <pre>{@code
 * assertThat(counters).hasSize(1).containsEntry(1, 10L).doesNotContainKey(2);
 * }</pre>
 *
 * @param <K> the Java type of its keys
 * @param <V> the Java type of its values; where it is a map, {@link #value} and {@link #entries} open it, for the caller to
 *     close
 */
public class BpfMapAssert<K, V> extends BpfAssert<BpfMapAssert<K, V>, BpfMap<K, V>> {

    public BpfMapAssert(@Nullable BpfMap<K, V> actual) {
        super(actual, BpfMapAssert.class);
    }

    /** Asserts how many keys the map has; an array always has all of them. */
    public BpfMapAssert<K, V> hasSize(int expected) {
        int found = required().keys().size();
        if (found != expected) {
            throw failureWithActualExpected(
                    found, expected, "Expected %d elements, but found %d in %s", expected, found, facts());
        }
        return this;
    }

    /** Asserts that the map has no element. */
    public BpfMapAssert<K, V> isEmpty() {
        if (!required().keys().isEmpty()) {
            throw failure("Expected no element in %s", facts());
        }
        return this;
    }

    /** Asserts that the map has an element. */
    public BpfMapAssert<K, V> isNotEmpty() {
        if (required().keys().isEmpty()) {
            throw failure("Expected an element in %s", facts());
        }
        return this;
    }

    /** Asserts that the map has a value for a key. */
    public BpfMapAssert<K, V> containsKey(K key) {
        try (Value<V> found = lookUp(key)) {
            if (found.value() == null) {
                throw failure("Expected a value for key %s in %s", shown(key), facts());
            }
        }
        return this;
    }

    /** Asserts that the map has no value for a key. */
    public BpfMapAssert<K, V> doesNotContainKey(K key) {
        try (Value<V> found = lookUp(key)) {
            if (found.value() != null) {
                throw failure("Expected no value for key %s in %s", shown(key), facts());
            }
        }
        return this;
    }

    /** Asserts the value of a key; arrays are equal if their elements are. */
    public BpfMapAssert<K, V> containsEntry(K key, V value) {
        try (Value<V> found = lookUp(key)) {
            if (found.value() == null) {
                throw failure("Expected %s for key %s, but found no value in %s", shown(value), shown(key), facts());
            }
            if (!Objects.deepEquals(found.value(), value)) {
                throw failureWithActualExpected(
                        found.value(),
                        value,
                        "Expected %s for key %s, but found %s in %s",
                        shown(value),
                        shown(key),
                        shown(found.value()),
                        facts());
            }
        }
        return this;
    }

    /** Goes on with the elements at this time, in the kernel's order. */
    public final MapAssert<K, V> entries() {
        return goOn(required().entries(), entriesFactory())
                .as("elements of %s", actual)
                .withRepresentation(CutRepresentation.INSTANCE);
    }

    /** Goes on with the value of a key; fails where it has none. */
    public final ObjectAssert<V> value(K key) {
        V value = required()
                .get(key)
                .orElseThrow(() -> failure("Expected a value for key %s in %s", shown(key), facts()));
        return goOn(value, valueFactory())
                .as("value of key %s in %s", shown(key), actual)
                .withRepresentation(CutRepresentation.INSTANCE);
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

    private String facts() {
        List<K> keys = actual.keys();
        return keys.isEmpty()
                ? actual + ", which is empty"
                : actual + ", which holds " + keys.size() + ":\n" + Excerpt.of(keys, this::element);
    }

    private String element(K key) {
        try (Value<V> found = lookUp(key)) {
            return shown(key) + ": " + (found.value() == null ? "(removed meanwhile)" : shown(found.value()));
        }
    }

    private static String shown(Object part) {
        return CutRepresentation.INSTANCE.toStringOf(part);
    }

    /** A value for as long as it is looked at: that of a map of maps is a map, opened by the look-up. */
    private record Value<V>(@Nullable V value) implements AutoCloseable {

        @Override
        public void close() {
            if (value instanceof BpfMap<?, ?> map) {
                map.close();
            }
        }
    }
}
