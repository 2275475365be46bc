// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfName;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import org.junit.jupiter.api.Test;

class BpfMapIteratorTest {

    @Test
    @BpfIterator(obj = "bpf_map.bpf.o")
    void listsAMapOfItsOwnObject(IteratorReader maps, @BpfName("looked_for") BpfMap<Integer, Long> map) {
        assertThat(maps)
                .table()
                .row("id", map.info().id())
                .hasCell("name", "looked_for")
                .hasCell("max_entries", 17);
    }
}
