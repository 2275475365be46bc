package org.example.tests;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

class TasksTest {

    private static final long PID = ProcessHandle.current().pid();

    private record Task(long pid, String comm) {}

    @BpfIterator(obj = "tasks.bpf.c")
    private IteratorReader tasks;

    @Test
    void setsAPrivateField() {
        assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").contains(PID);
    }

    @Test
    @BpfTest
    void opensAnAbsoluteName(BpfSession bpf) {
        bpf.open("/org/example/tests/tasks.bpf.c").load();
        try (BpfSession other = BpfSession.open()) {
            other.open("/org/example/tests/tasks.bpf.c").load();
        }
    }

    @Test
    void readsPrivateRecords() {
        assertThat(tasks.table(lastColumnToEndOfLine()).rowsAs(Task.class)).extracting(Task::pid).contains(PID);
    }
}
