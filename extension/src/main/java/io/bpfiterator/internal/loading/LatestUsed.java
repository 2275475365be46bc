// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the values that were used last, and passes on for closing the one that was not used for the longest time. */
final class LatestUsed<K, V> {

    private final int most;
    private final Consumer<V> close;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Creates an empty cache.
     *
     * @param most the number of values to keep
     * @param close closes a value that is no longer kept
     */
    LatestUsed(int most, Consumer<V> close) {
        this.most = most;
        this.close = close;
    }

    synchronized @Nullable V get(K key) {
        return values.get(key);
    }

    /** Closes all values. */
    void clear() {
        List<V> all;
        synchronized (this) {
            all = List.copyOf(values.values());
            values.clear();
        }
        all.forEach(close);
    }

    /** Keeps a value, and returns it, or the one that is kept already. */
    V putIfAbsent(K key, V value) {
        @Nullable V oldest = null;
        synchronized (this) {
            V earlier = values.get(key);
            if (earlier != null) {
                return earlier;
            }
            values.put(key, value);
            if (values.size() > most) {
                oldest = values.remove(values.keySet().iterator().next());
            }
        }
        if (oldest != null) {
            close.accept(oldest);
        }
        return value;
    }
}
