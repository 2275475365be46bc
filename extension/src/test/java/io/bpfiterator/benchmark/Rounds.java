// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The medians of what several contestants measured by turns. What else the machine does meets all of them, so that the
 * ratios of a round vary less than the times themselves.
 */
final class Rounds {

    /** Measures one thing a few times. */
    @FunctionalInterface
    interface Contestant {

        /** Returns the measured values. */
        long[] measure() throws Exception;
    }

    /** The medians by contestant and round. */
    private final double[][] medians;

    private Rounds(double[][] medians) {
        this.medians = medians;
    }

    /** Lets the contestants measure by turns, after a round that does not count. */
    static Rounds of(int rounds, Contestant... contestants) throws Exception {
        double[][] medians = new double[contestants.length][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int contestant = 0; contestant < contestants.length; contestant++) {
                double median = median(contestants[contestant].measure());
                if (round >= 0) {
                    medians[contestant][round] = median;
                }
            }
        }
        return new Rounds(medians);
    }

    /** Returns the median of a contestant, which is known by its position. */
    double of(int contestant) {
        return median(medians[contestant].clone());
    }

    /** Returns the median ratio of two contestants in the same round. */
    double ratio(int one, int other) {
        return median(IntStream.range(0, medians[one].length)
                .mapToDouble(round -> medians[one][round] / medians[other][round])
                .toArray());
    }

    static double median(long... values) {
        return median(Arrays.stream(values).asDoubleStream().toArray());
    }

    static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** Repeats something, and returns the nanoseconds of each time. */
    static long[] nanos(int times, Runnable repeated) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            repeated.run();
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }
}
