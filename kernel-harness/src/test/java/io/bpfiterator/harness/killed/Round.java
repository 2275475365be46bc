// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was left of one killed JVM.
 *
 * @param moment when it was killed, since the start or since the phase began
 * @param atOnce what was left when it had ended
 * @param gone when the count began that found only what the next run removes, or the last count before the limit
 * @param left what was left then
 * @param forbidden the part of it that may not be left
 * @param afterNextRun what was left after the next run; empty without a next run, if nothing was left
 */
record Round(
        int number,
        Duration moment,
        Set<Remnant> atOnce,
        Duration gone,
        Set<Remnant> left,
        Set<Remnant> forbidden,
        Set<Remnant> afterNextRun) {

    boolean isClean() {
        return forbidden.isEmpty() && afterNextRun.isEmpty();
    }

    @Override
    public String toString() {
        return "round %d: killed at %d ms, at once %s, after %d ms %s%s%s"
                .formatted(
                        number,
                        moment.toMillis(),
                        counts(atOnce),
                        gone.toMillis(),
                        counts(left),
                        forbidden.isEmpty() ? "" : ", FORBIDDEN " + forbidden,
                        afterNextRun.isEmpty() ? "" : ", LEFT BY THE NEXT RUN " + afterNextRun);
    }

    /** Returns the number of remnants of each kind: {@code process 2, file 1}. */
    static String counts(Set<Remnant> remnants) {
        Map<String, Long> counts = remnants.stream()
                .collect(Collectors.groupingBy(
                        remnant -> remnant.kind().name().toLowerCase(), TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? "nothing"
                : counts.entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }
}
