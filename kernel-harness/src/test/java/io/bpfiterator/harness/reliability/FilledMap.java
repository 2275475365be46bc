// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import java.util.HashMap;
import java.util.Map;

/** Fills the map of {@code million.bpf.o}. */
final class FilledMap {

    static final int ELEMENTS = 1_000_000;

    static final String OBJECT = "/io/bpfiterator/harness/million.bpf.o";

    static final String NAME = "elements";

    private static final int BATCH = 10_000;

    private FilledMap() {}

    /** Gives each key from 0 three times itself as its value. Returns how many seconds that took. */
    static double fill(BpfObject object) {
        long start = System.nanoTime();
        BpfMap<Integer, Long> map = object.map(NAME, Integer.class, Long.class);
        Map<Integer, Long> batch = new HashMap<>();
        for (int key = 0; key < ELEMENTS; key++) {
            batch.put(key, 3L * key);
            if (batch.size() == BATCH) {
                map.putAll(batch);
                batch.clear();
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
