// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfName;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.InNetworkNamespace;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The tests of the runs that are killed: they open, pin and read as many tests do. */
@BpfTest
class Workload {

    private static final String OBJECT = "/io/bpfiterator/harness/killed.bpf.o";

    private static final int READS = 20;

    @RepeatedTest(5)
    @BpfIterator(obj = OBJECT)
    void reads_an_iterator(IteratorReader tasks, @BpfName("killed_counts") BpfMap<Integer, Long> counts) {
        counts.put(1, 0L);
        for (int i = 0; i < READS; i++) {
            assertThat(tasks.lines()).isNotEmpty();
        }
        assertThat(counts.get(1)).hasValueSatisfying(count -> assertThat(count).isPositive());
    }

    @RepeatedTest(3)
    void opens_several_objects(BpfSession bpf) throws InterruptedException {
        List<IteratorReader> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            BpfObject object = bpf.open(OBJECT).load();
            readers.add(object.program("killed_tasks").pin());
            Thread.sleep(20);
        }
        readers.forEach(reader -> assertThat(reader.lines()).isNotEmpty());
    }

    /** Requires more than the capabilities to load and pin. */
    @BpfTest
    static class InNamespace {

        @Test
        @InNetworkNamespace
        @BpfIterator(obj = OBJECT)
        void reads_in_a_network_namespace(IteratorReader tasks) {
            assertThat(tasks.lines()).isNotEmpty();
        }
    }
}
