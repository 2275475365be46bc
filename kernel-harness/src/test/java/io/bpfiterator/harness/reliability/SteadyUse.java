// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.Tests;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What the JVM uses after 10,000 tests is what it used after the first 1,000. */
@BpfTest
class SteadyUse {

    private static final int PLANS = 100;
    private static final int WARM_UP = 10;
    private static final int OF_A_PLAN = 100;

    /** What the JVM itself may need more: compiled code, and lists of threads and descriptors. */
    private static final int MAX_MORE_HEAP = 2 << 20;

    private static final int MAX_MORE_DESCRIPTORS = 2;

    @Test
    void use_no_more_than_one_thousand(TestReporter reporter) throws Exception {
        run(WARM_UP);
        Usage early = Usage.now();
        KernelObjects objects = KernelObjects.now();
        long start = System.nanoTime();
        run(PLANS - WARM_UP);
        double milliseconds = (System.nanoTime() - start) / 1e6 / ((PLANS - WARM_UP) * OF_A_PLAN);
        Usage late = Usage.now();
        Set<String> added = objects.addedSince();

        reporter.publishEntry(Figures.KEY, "after 1,000 tests: " + early);
        reporter.publishEntry(Figures.KEY, "after 10,000 tests: " + late);
        reporter.publishEntry(
                Figures.KEY,
                String.format(
                        "%.2f ms for each test; programs, maps, links and mounts that were added meanwhile, also by"
                                + " other processes: %d",
                        milliseconds, added.size()));
        assertThat(late.ofBpf()).isEqualTo(early.ofBpf());
        assertThat(late.descriptors()).isLessThanOrEqualTo(early.descriptors() + MAX_MORE_DESCRIPTORS);
        assertThat(late.threads()).isLessThanOrEqualTo(early.threads() + 2);
        assertThat(late.heap()).isLessThanOrEqualTo(early.heap() + MAX_MORE_HEAP);
    }

    /** Runs plans of 100 tests, as JUnit keeps a descriptor of each test until its plan ends. */
    private static void run(int plans) {
        for (int plan = 0; plan < plans; plan++) {
            Tests.run(Hundred.class).testEvents().assertStatistics(tests -> tests.succeeded(OF_A_PLAN));
        }
    }

    static class Hundred {

        @RepeatedTest(OF_A_PLAN)
        @BpfIterator(obj = "/io/bpfiterator/harness/pids.bpf.o")
        void reads_an_iterator_and_changes_a_global_variable(IteratorReader pids, BpfSession bpf) {
            assertThat(pids)
                    .lines()
                    .contains(String.valueOf(ProcessHandle.current().pid()));
            BpfObject object = bpf.open("/globals.bpf.o").global("minimum", 4).load();
            assertThat(object.program("count").pin().text()).contains("minimum 4");
            assertThat(object.global("seen").asInt()).isPositive();
        }
    }
}
