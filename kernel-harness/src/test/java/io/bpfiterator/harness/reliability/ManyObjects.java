// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.RepeatedTest;

/** Each test has an object of its own, and reads its iterator. Four environments make 20,000 results. */
class ManyObjects {

    @RepeatedTest(5000)
    @BpfIterator(obj = "/io/bpfiterator/harness/pids.bpf.o")
    void list_their_process(IteratorReader pids) {
        assertThat(pids).lines().contains(String.valueOf(ProcessHandle.current().pid()));
    }
}
