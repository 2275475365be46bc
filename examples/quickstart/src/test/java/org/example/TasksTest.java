package org.example;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

class TasksTest {

    @Test
    @BpfIterator(obj = "tasks.bpf.c")
    void listsThisProcess(IteratorReader tasks) {
        long pid = ProcessHandle.current().pid();

        assertThat(tasks).table().column("pid").contains(pid);
    }
}
