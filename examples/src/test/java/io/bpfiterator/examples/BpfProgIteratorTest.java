// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

class BpfProgIteratorTest {

    @Test
    @BpfIterator(obj = "bpf_prog.bpf.o")
    void listsItsOwnProgram(IteratorReader programs) {
        assertThat(programs).table().column("name").contains("dump_bpf_prog").doesNotContain("dump_task");
    }

    @Test
    @BpfIterator(obj = "bpf_prog.bpf.o")
    @BpfIterator(obj = "task.bpf.o")
    void listsAnotherProgramThatIsLoaded(IteratorReader bpf_prog) {
        assertThat(bpf_prog).table().column("name").contains("dump_task");
    }
}
