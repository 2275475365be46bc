// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.IteratorInputStream;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.object.BpfObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** 16 threads read the elements of one map at the same time, and each reads all of them. */
@BpfTest
class MillionElements {

    private static final int THREADS = 16;
    private static final int RECORD = 16;

    private record Sums(long elements, long keys, long values) {}

    @Test
    void are_read_by_sixteen_at_once(BpfSession bpf, TestReporter reporter) throws Exception {
        BpfObject object = bpf.open(FilledMap.OBJECT).only("dump_records").load();
        double filling = FilledMap.fill(object);
        IteratorReader reader = object.program("dump_records").pin(IteratorOptions.map(object.map(FilledMap.NAME)));
        long start = System.nanoTime();
        Sums one = sums(reader);
        long single = System.nanoTime();
        List<Sums> all = InParallel.run(THREADS, () -> sums(reader));
        long end = System.nanoTime();

        reporter.publishEntry(
                Figures.KEY,
                String.format(
                        "filling the map: %.1f s; one reader: %.1f s; %d readers at the same time: %.1f s; %s",
                        filling, (single - start) / 1e9, THREADS, (end - single) / 1e9, Usage.now()));
        long keys = FilledMap.ELEMENTS * (FilledMap.ELEMENTS - 1L) / 2;
        assertThat(one).isEqualTo(new Sums(FilledMap.ELEMENTS, keys, 3 * keys));
        assertThat(all).hasSize(THREADS).allMatch(one::equals);
    }

    private static Sums sums(IteratorReader reader) {
        byte[] bytes = new byte[(64 << 10) / RECORD * RECORD];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        long elements = 0;
        long keys = 0;
        long values = 0;
        int filled = 0;
        try (IteratorInputStream run = reader.open()) {
            for (int read = run.read(bytes, 0, bytes.length);
                    read >= 0;
                    read = run.read(bytes, filled, bytes.length - filled)) {
                filled += read;
                int whole = filled / RECORD * RECORD;
                for (int at = 0; at < whole; at += RECORD) {
                    elements++;
                    keys += buffer.getLong(at);
                    values += buffer.getLong(at + Long.BYTES);
                }
                System.arraycopy(bytes, whole, bytes, 0, filled - whole);
                filled -= whole;
            }
        }
        return new Sums(elements, keys, values);
    }
}
