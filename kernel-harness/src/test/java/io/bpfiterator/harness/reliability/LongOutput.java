// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.object.BpfObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** An output that is larger than the heap is read line by line. */
@BpfTest
class LongOutput {

    /** In bytes, with the line feed. */
    private static final int LINE = 128;

    @Test
    void is_read_as_a_stream_of_lines(BpfSession bpf, TestReporter reporter) throws Exception {
        BpfObject object = bpf.open(FilledMap.OBJECT).only("dump_lines").load();
        FilledMap.fill(object);
        IteratorReader reader = object.program("dump_lines").pin(IteratorOptions.map(object.map(FilledMap.NAME)));
        long lines = 0;
        long characters = 0;
        long keys = 0;
        long start = System.nanoTime();
        try (Stream<String> output = reader.stream()) {
            for (String line : (Iterable<String>) output::iterator) {
                lines++;
                characters += line.length() + 1;
                keys += Long.parseLong(line.strip());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;

        reporter.publishEntry(
                Figures.KEY,
                String.format(
                        "%d lines, %.1f MiB in %.1f s with a heap of at most %d MiB; afterwards %s",
                        lines,
                        characters / 1024.0 / 1024,
                        seconds,
                        Runtime.getRuntime().maxMemory() >> 20,
                        Usage.now()));
        assertThat(lines).isEqualTo(FilledMap.ELEMENTS);
        assertThat(characters).isEqualTo((long) LINE * FilledMap.ELEMENTS);
        assertThat(keys).isEqualTo(FilledMap.ELEMENTS * (FilledMap.ELEMENTS - 1L) / 2);
    }
}
