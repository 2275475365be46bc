package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.btf.Layout;
import io.bpfiterator.reader.IteratorReader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a program writes with bpf_seq_write, as Java records; and what it prints as a table, likewise. */
class BinaryRecordsTest {

    private static final int PID = (int) ProcessHandle.current().pid();

    /** {@code struct task_record} of the program: found by its name, and its members by theirs. */
    record TaskRecord(long pid, long tgid, long startTime, String comm) {}

    @Test
    @BpfIterator(obj = "task_records.bpf.o")
    void areReadByTheStructsNames(IteratorReader tasks) {
        try (Stream<TaskRecord> records = tasks.records(TaskRecord.class)) {
            assertThat(records.filter(task -> task.pid() == PID))
                    .singleElement()
                    .satisfies(task -> {
                        assertThat(task.tgid()).isEqualTo(PID);
                        assertThat(task.comm()).isEqualTo("java");
                        assertThat(task.startTime()).isPositive();
                    });
        }
    }

    @Test
    @BpfIterator(obj = "task_records.bpf.o")
    void areAssertedOnAtOnce(IteratorReader tasks) {
        assertThat(tasks).records(TaskRecord.class).extracting(TaskRecord::comm).contains("java");
    }

    @Test
    @BpfIterator(obj = "task_records.bpf.o")
    void areReadByALayoutToo(IteratorReader tasks) {
        Layout<TaskRecord> layout = Layout.of(TaskRecord.class)
                .u32("pid")
                .u32("tgid")
                .u64("startTime")
                .chars("comm", 16)
                .build();
        try (Stream<TaskRecord> records = tasks.records(layout)) {
            assertThat(records).extracting(TaskRecord::pid).contains((long) PID);
        }
    }

    /** The columns of a table, by their names. */
    record Task(int tgid, int pid, String comm) {}

    @Test
    @BpfIterator(obj = "task.bpf.o")
    void areReadFromTextToo(IteratorReader tasks) {
        assertThat(tasks.table().rowsAs(Task.class)).contains(new Task(PID, PID, "java"));
    }
}
