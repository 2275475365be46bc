// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.object.BpfObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** One session pins 1,000 iterators, all of which can be read until it is closed. */
@BpfTest
class ThousandPins {

    private static final int PINS = 1000;
    private static final int BATCH = 100;
    private static final double MILLISECOND = 1e6;

    @Test
    void can_be_read_until_they_are_closed(TestReporter reporter) throws Exception {
        pinAndRead(new ArrayList<>(), BATCH);
        Usage before = Usage.now();
        List<Double> batches = new ArrayList<>();
        String whilePinned = pinAndRead(batches, PINS);
        Usage after = Usage.now();

        reporter.publishEntry(
                Figures.KEY,
                String.format(
                        "attaching and pinning: %.0f ms; the first hundred %.0f ms, the last hundred %.0f ms",
                        batches.stream().mapToDouble(Double::doubleValue).sum(),
                        batches.get(0),
                        batches.get(batches.size() - 1)));
        reporter.publishEntry(Figures.KEY, whilePinned);
        reporter.publishEntry(Figures.KEY, "before: " + before);
        reporter.publishEntry(Figures.KEY, "after: " + after);
        assertThat(after.ofBpf()).isEqualTo(before.ofBpf());
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors());
    }

    /** Adds the time of each hundred pins. Returns a figure of what is used while all are pinned. */
    private static String pinAndRead(List<Double> batches, int pins) throws Exception {
        List<IteratorReader> readers = new ArrayList<>();
        String figure;
        long end;
        try (BpfSession bpf = BpfSession.open()) {
            BpfObject object = bpf.open("/io/bpfiterator/harness/pids.bpf.o").load();
            for (int batch = 0; batch < pins / BATCH; batch++) {
                long start = System.nanoTime();
                for (int pin = 0; pin < BATCH; pin++) {
                    readers.add(object.program("dump_pids").pin());
                }
                batches.add((System.nanoTime() - start) / MILLISECOND);
            }
            Usage pinned = Usage.now();
            long start = System.nanoTime();
            String pid = String.valueOf(ProcessHandle.current().pid());
            readers.forEach(reader -> assertThat(reader.lines()).contains(pid));
            end = System.nanoTime();
            figure = String.format("while pinned: %s; reading all: %.0f ms", pinned, (end - start) / MILLISECOND);
        }
        return figure + String.format("; closing: %.0f ms", (System.nanoTime() - end) / MILLISECOND);
    }
}
