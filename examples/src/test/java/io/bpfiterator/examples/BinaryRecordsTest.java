// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.btf.Layout;
import io.bpfiterator.iterator.IteratorReader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the binary records that a program writes with bpf_seq_write, and the rows of a table, as Java records. */
class BinaryRecordsTest {

    private static final int PID = (int) ProcessHandle.current().pid();

    /** {@code struct task_record} of the program. The struct and its members are found by their names. */
    record TaskRecord(long pid, long tgid, long startTime, String comm) {}

    @Test
    @BpfIterator(obj = "task_records.bpf.o")
    void findsTheStructByItsName(IteratorReader tasks) {
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
    void assertsOnAllRecords(IteratorReader tasks) {
        assertThat(tasks).records(TaskRecord.class).extracting(TaskRecord::comm).contains("java");
    }

    @Test
    @BpfIterator(obj = "task_records.bpf.o")
    void readsRecordsWithALayout(IteratorReader tasks) {
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

    /** A row of a table. The columns are found by their names. */
    record Task(int tgid, int pid, String comm) {}

    @Test
    @BpfIterator(obj = "task.bpf.o")
    void readsRowsOfATable(IteratorReader tasks) {
        assertThat(tasks.table(lastColumnToEndOfLine()).rowsAs(Task.class)).contains(new Task(PID, PID, "java"));
    }
}
