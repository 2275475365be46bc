// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.benchmark.Figures.Goal;
import io.bpfiterator.benchmark.Figures.Unit;
import io.bpfiterator.iterator.IteratorReader;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What a test with an iterator costs more than an empty one, when JUnit runs both. */
final class JUnitCost {

    private static final int ROUNDS = 9;
    private static final int TESTS = 200;
    private static final int WARM_UP = 8;

    static class Empty {

        @RepeatedTest(TESTS)
        void is_empty() {}
    }

    static class WithIterator {

        @RepeatedTest(TESTS)
        @BpfIterator(obj = "/task.bpf.o")
        void reads(IteratorReader tasks) {
            tasks.bytes();
        }
    }

    private JUnitCost() {}

    static void measure(Baseline baseline, Figures figures) throws Exception {
        for (int run = 0; run < WARM_UP; run++) {
            difference();
        }
        Path object = Path.of("target/test-classes/task.bpf.o").toAbsolutePath();
        Rounds rounds = Rounds.of(
                ROUNDS,
                () -> new long[] {difference() / TESTS},
                () -> baseline.run("template", object, "dump_task", TESTS / 4));
        figures.add(
                "a test of JUnit with the task iterator, beyond an empty one",
                Unit.MILLISECONDS,
                rounds.of(0),
                "C, template",
                rounds.of(1),
                rounds.ratio(0, 1),
                Goal.atMost(1.2));
    }

    private static long difference() {
        long empty = nanos(Empty.class);
        return nanos(WithIterator.class) - empty;
    }

    private static long nanos(Class<?> tests) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
        long start = System.nanoTime();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(tests))
                        .configurationParameter("bpfiterator.environments", "none")
                        .build(),
                new TestExecutionListener[] {summary});
        long nanos = System.nanoTime() - start;
        if (summary.getSummary().getTestsSucceededCount() != TESTS) {
            throw new IllegalStateException(
                    "Not all tests passed: " + summary.getSummary().getFailures());
        }
        return nanos;
    }
}
