// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import io.bpfiterator.harness.killed.Remnant.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Kills the JVMs of a scenario at random moments, and counts what they leave behind. */
final class KilledRuns implements AutoCloseable {

    /** When the processes of a killed JVM must be gone, and all that the kernel frees with them. */
    static final Duration LIMIT = Duration.ofSeconds(3);

    private static final int ATTEMPTS = 10;

    private static final int ROUNDS_BEFORE_NEXT_RUN = 5;

    private final Scenario scenario;
    private final Random random;
    private final Consumer<String> log;
    private final Rig rig;
    private final Census census;
    private final Set<Remnant> before;

    /** How long a run, or its phase to kill, took when one was last completed: the machine may be busy at times. */
    private long phaseNanos;

    /** Completes a run, which fills the caches and is measured. */
    KilledRuns(Scenario scenario, long seed, Consumer<String> log) throws IOException, InterruptedException {
        this.scenario = scenario;
        this.random = new Random(seed + scenario.ordinal());
        this.log = log;
        this.rig = Rig.of(scenario);
        this.census = rig.census();
        this.phaseNanos = measure();
        this.before = census.take();
        log.accept("%s: kills within %d ms".formatted(scenario.title(), phaseNanos / 1_000_000));
    }

    private long measure() throws IOException, InterruptedException {
        Process process = rig.start();
        awaitPhase(process);
        long phase = awaitEnd(process, Long.MAX_VALUE);
        rig.requireSuccess(process);
        return phase;
    }

    /** Waits for the end of a run, up to a limit, and returns how long its phase to kill took. */
    private long awaitEnd(Process process, long limitNanos) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start;
        while (process.isAlive() && System.nanoTime() - start < limitNanos) {
            if (rig.isInPhase()) {
                end = System.nanoTime();
            }
            Thread.sleep(1);
        }
        return end - start;
    }

    private void awaitPhase(Process process) throws IOException, InterruptedException {
        while (process.isAlive() && !rig.isInPhase()) {
            Thread.sleep(1);
        }
    }

    /** Completes a run after every few rounds and after the last one, which removes what all of them left. */
    List<Round> rounds(int count) throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        while (rounds.size() < count) {
            int number = rounds.size() + 1;
            Round round = round(number, number % ROUNDS_BEFORE_NEXT_RUN == 0 || number == count);
            rounds.add(round);
            log.accept(scenario.title() + ", " + round);
        }
        return rounds;
    }

    private Round round(int number, boolean nextRun) throws IOException, InterruptedException {
        Set<Remnant> earlier = census.take();
        long delay = 0;
        boolean killed = false;
        for (int attempt = 0; !killed; attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IOException("The run ended " + ATTEMPTS + " times before it could be killed");
            }
            rig.reset();
            Process process = rig.start();
            awaitPhase(process);
            delay = (long) (random.nextDouble() * phaseNanos);
            long phase = awaitEnd(process, delay);
            killed = process.isAlive();
            process.destroyForcibly().waitFor();
            if (!killed) {
                phaseNanos = phase;
            }
        }
        long start = System.nanoTime();
        long counted = start;
        Set<Remnant> atOnce = leftSince(earlier);
        Set<Remnant> left = atOnce;
        while (!allowed(left) && System.nanoTime() - start < LIMIT.toNanos()) {
            Thread.sleep(10);
            counted = System.nanoTime();
            left = leftSince(earlier);
        }
        long gone = counted - start;
        Set<Remnant> afterNextRun = Set.of();
        if (nextRun) {
            rig.reset();
            rig.complete();
            // The tracer of a scenario ends a moment after the JVM.
            long ended = System.nanoTime();
            do {
                afterNextRun = leftSince(before);
            } while (!afterNextRun.isEmpty() && System.nanoTime() - ended < LIMIT.toNanos());
        }
        return new Round(
                number, Duration.ofNanos(delay), atOnce, Duration.ofNanos(gone), left, forbidden(left), afterNextRun);
    }

    private Set<Remnant> leftSince(Set<Remnant> earlier) throws IOException, InterruptedException {
        Set<Remnant> left = new TreeSet<>(census.take());
        left.removeAll(earlier);
        return left;
    }

    private boolean allowed(Set<Remnant> left) {
        return forbidden(left).isEmpty();
    }

    private Set<Remnant> forbidden(Set<Remnant> left) {
        Set<Kind> swept = scenario.sweptByNextRun();
        Set<Remnant> forbidden = new TreeSet<>(left);
        forbidden.removeIf(remnant -> swept.contains(remnant.kind()));
        return forbidden;
    }

    @Override
    public void close() throws IOException {
        rig.close();
    }
}
