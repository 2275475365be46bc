package org.example.application;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

class ApplicationTest {

    private record Task(long pid, String comm) {}

    @BpfIterator(obj = "tasks.bpf.c")
    private IteratorReader tasks;

    @Test
    void setsAPrivateField() {
        assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").contains(Application.pid());
    }

    @Test
    void readsPrivateRecords() {
        assertThat(tasks.table(lastColumnToEndOfLine()).rowsAs(Task.class))
                .extracting(Task::pid)
                .contains(Application.pid());
    }
}
