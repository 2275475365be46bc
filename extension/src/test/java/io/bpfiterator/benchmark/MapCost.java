// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import io.bpfiterator.BpfSession;
import io.bpfiterator.benchmark.Figures.Goal;
import io.bpfiterator.benchmark.Figures.Unit;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import java.util.HashMap;
import java.util.Map;

/** What an element of a map costs, each for itself and in batches. */
final class MapCost {

    private static final int ELEMENTS = 1_000_000;
    private static final int ROUNDS = 3;
    private static final String[] OPERATIONS = {"put", "get", "putAll", "entries"};

    private MapCost() {}

    static void measure(Baseline baseline, Figures figures) throws Exception {
        Map<Integer, Long> elements = new HashMap<>();
        for (int key = 0; key < ELEMENTS; key++) {
            elements.put(key, (long) key);
        }
        double[][] ours = new double[OPERATIONS.length][ROUNDS];
        double[][] theirs = new double[OPERATIONS.length][ROUNDS];
        double[][] ratios = new double[OPERATIONS.length][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            long[] own = use(elements);
            long[] c = baseline.run("maps", ELEMENTS);
            for (int operation = 0; operation < OPERATIONS.length && round >= 0; operation++) {
                ours[operation][round] = own[operation];
                theirs[operation][round] = c[operation];
                ratios[operation][round] = (double) own[operation] / c[operation];
            }
        }
        for (int operation = 0; operation < OPERATIONS.length; operation++) {
            figures.add(
                    "a hash map of a million elements: " + OPERATIONS[operation] + ", per element",
                    Unit.NANOSECONDS,
                    Rounds.median(ours[operation]) / ELEMENTS,
                    operation < 2 ? "C, one by one" : "C, in batches",
                    Rounds.median(theirs[operation]) / ELEMENTS,
                    Rounds.median(ratios[operation]),
                    Goal.NONE);
        }
    }

    /** Returns the nanoseconds of each operation on all elements. */
    private static long[] use(Map<Integer, Long> elements) {
        long[] nanos = new long[OPERATIONS.length];
        try (BpfSession session = BpfSession.open()) {
            BpfMap<Integer, Long> map = map(session);
            nanos[0] = Rounds.nanos(1, () -> {
                for (int key = 0; key < ELEMENTS; key++) {
                    map.put(key, (long) key);
                }
            })[0];
            nanos[1] = Rounds.nanos(1, () -> {
                for (int key = 0; key < ELEMENTS; key++) {
                    map.get(key).orElseThrow();
                }
            })[0];
        }
        try (BpfSession session = BpfSession.open()) {
            BpfMap<Integer, Long> map = map(session);
            nanos[2] = Rounds.nanos(1, () -> map.putAll(elements))[0];
            nanos[3] = Rounds.nanos(1, map::entries)[0];
        }
        return nanos;
    }

    private static BpfMap<Integer, Long> map(BpfSession session) {
        return session.map(MapType.HASH, "numbers", Integer.class, Long.class, ELEMENTS);
    }
}
