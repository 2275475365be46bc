package org.example;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import org.junit.jupiter.api.Test;

class CountersTest {

    @Test
    @BpfIterator(obj = "counters.bpf.c", map = "name counters")
    void sumsWhatIsInTheMap(IteratorReader dump, BpfMap<Integer, Long> counters) {
        counters.put(1, 10L);
        counters.put(2, 32L);

        assertThat(dump).lines().hasSize(3).contains("1: 10", "2: 32").last().isEqualTo("sum: 42");
    }
}
