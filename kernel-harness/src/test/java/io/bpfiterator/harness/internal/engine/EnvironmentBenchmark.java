// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import io.bpfiterator.harness.internal.engine.fixtures.Many;
import io.bpfiterator.harness.support.Runs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Measures what an environment adds to a run: the time from JUnit's first event to the first result of a test, and for
 * each further class. {@code scripts/benchmark} starts it. Times are in milliseconds, for a first run, in which this
 * JVM is cold and a container engine may have to build the image, and as medians of the later runs.
 */
public final class EnvironmentBenchmark {

    private static final int RUNS = 5;
    private static final long MILLISECOND = 1_000_000;

    private EnvironmentBenchmark() {}

    public static void main(String[] environments) {
        System.out.printf(
                "%-12s %18s %12s %12s %18s   %s%n",
                "environment",
                "first result, cold",
                "first event",
                "first result",
                "each further class",
                "stages of the last run's start");
        for (String environment : environments) {
            long cold = run(environment).first();
            long[] event = new long[RUNS];
            long[] first = new long[RUNS];
            String stages = "";
            long[] further = new long[RUNS];
            for (int run = 0; run < RUNS; run++) {
                Stopwatch stopwatch = run(environment);
                event[run] = stopwatch.event();
                first[run] = stopwatch.first();
                stages = stopwatch.stages;
                further[run] = stopwatch.further();
            }
            Arrays.sort(event);
            Arrays.sort(first);
            Arrays.sort(further);
            System.out.printf(
                    "%-12s %18d %12d %12d %18d   %s%n",
                    environment,
                    cold / MILLISECOND,
                    event[RUNS / 2] / MILLISECOND,
                    first[RUNS / 2] / MILLISECOND,
                    further[RUNS / 2] / MILLISECOND,
                    stages);
        }
    }

    private static Stopwatch run(String environment) {
        Launcher launcher = LauncherFactory.create();
        Stopwatch stopwatch = new Stopwatch();
        launcher.execute(
                Runs.request(
                                environment,
                                Stream.of(Many.class.getClasses())
                                        .map(DiscoverySelectors::selectClass)
                                        .toArray(DiscoverySelector[]::new))
                        .build(),
                stopwatch);
        return stopwatch;
    }

    private static final class Stopwatch implements TestExecutionListener {

        private final List<Long> results = new ArrayList<>();
        private long start;
        private long event;
        private String stages = "";

        @Override
        public void testPlanExecutionStarted(TestPlan plan) {
            start = System.nanoTime();
        }

        @Override
        public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
            stages = entry.getKeyValuePairs().getOrDefault("milliseconds by stage", stages);
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest() && event == 0) {
                event = System.nanoTime();
            }
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                result.getThrowable().ifPresent(failure -> {
                    throw new IllegalStateException(failure);
                });
                results.add(System.nanoTime());
            }
        }

        long event() {
            return event - start;
        }

        long first() {
            return results.get(0) - start;
        }

        long further() {
            return (results.get(results.size() - 1) - results.get(0)) / (results.size() - 1);
        }
    }
}
