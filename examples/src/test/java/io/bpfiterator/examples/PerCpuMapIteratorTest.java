// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.map.BpfMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

@BpfTest
class PerCpuMapIteratorTest {

    @Test
    void sumsTheValuesOfAllCpus(BpfSession bpf) {
        int cpus = BpfSession.possibleCpus();
        var object = bpf.open("per_cpu.bpf.o").global("cpus", cpus).load();
        BpfMap<Integer, List<Long>> hits = object.map("hits").perCpu(Integer.class, Long.class);

        List<Long> values = new ArrayList<>(Collections.nCopies(cpus, 10L));
        values.set(0, 32L);
        hits.put(1, values);

        assertThat(hits.get(1)).contains(values);
        assertThat(object.program("dump_hits").pin(IteratorOptions.map(hits)))
                .lines()
                .containsExactly("0: 0", "1: " + (32 + 10 * (cpus - 1)));
    }
}
