package org.example;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

class TasksTest {

    @Test
    @BpfIterator(obj = "tasks.bpf.c")
    void listsThisProcess(IteratorReader tasks) {
        long pid = ProcessHandle.current().pid();

        assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").contains(pid);
    }
}
