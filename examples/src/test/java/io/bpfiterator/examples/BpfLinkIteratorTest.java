// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

@EnabledIfIterator(value = "bpf_link", since = "5.19")
class BpfLinkIteratorTest {

    @Test
    @BpfIterator(obj = "bpf_link.bpf.o")
    @BpfIterator(obj = "task.bpf.o")
    void listsTheLinksOfBothIterators(IteratorReader bpf_link) {
        assertThat(bpf_link).table().column("program").contains("dump_bpf_link", "dump_task");
    }

    @Test
    @BpfIterator(obj = "bpf_link.bpf.o")
    void doesNotListAClosedLink(IteratorReader links) {
        assertThat(links).table().column("program").contains("dump_bpf_link").doesNotContain("dump_task");
    }
}
