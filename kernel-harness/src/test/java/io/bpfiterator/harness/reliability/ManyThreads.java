// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** 64 threads use objects of their own, and one iterator together. */
class ManyThreads {

    private static final int THREADS = 64;
    private static final int ROUNDS = 50;

    @Test
    @BpfIterator(obj = "/io/bpfiterator/harness/pids.bpf.o")
    void do_not_disturb_each_other(IteratorReader shared, TestReporter reporter) throws Exception {
        loadAndRead(shared, THREADS, 1);
        Usage before = Usage.now();
        long start = System.nanoTime();
        int read = loadAndRead(shared, THREADS, ROUNDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        Usage after = Usage.now();

        reporter.publishEntry(
                Figures.KEY,
                String.format(
                        "%d threads loaded, pinned and read %d objects, and read one iterator as often, in %.1f s",
                        THREADS, read, seconds));
        reporter.publishEntry(Figures.KEY, "before: " + before);
        reporter.publishEntry(Figures.KEY, "after: " + after);
        assertThat(after.ofBpf()).isEqualTo(before.ofBpf());
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors());
    }

    /** Returns the number of objects. */
    private static int loadAndRead(IteratorReader shared, int threads, int rounds) throws Exception {
        String pid = String.valueOf(ProcessHandle.current().pid());
        return InParallel.run(threads, () -> {
                    for (int round = 0; round < rounds; round++) {
                        try (BpfSession bpf = BpfSession.open()) {
                            IteratorReader own = bpf.open("/io/bpfiterator/harness/pids.bpf.o")
                                    .load()
                                    .program("dump_pids")
                                    .pin();
                            assertThat(own.lines()).contains(pid);
                            assertThat(shared.lines()).contains(pid);
                        }
                    }
                    return rounds;
                })
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
