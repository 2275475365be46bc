// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;
import static org.assertj.core.api.Assertions.tuple;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.btf.Layout;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Reads what iterators print, in each form. */
class IteratorTraining {

    private static final long PID = ProcessHandle.current().pid();

    /** {@code struct task_record} of the program. */
    record TaskRecord(int pid, int tgid, String comm) {}

    /** A row of the table. */
    record Task(int tgid, int pid, String comm) {}

    @BeforeEach
    @AfterEach
    void isFramed() {}

    @Test
    @EnabledOnKernel(min = "5.10")
    @BpfIterator(obj = Training.OBJECT, program = "list_tasks")
    void readsATable(IteratorReader tasks) {
        assertThat(tasks).isNotEmpty();
        assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").contains(PID);
        assertThat(tasks).table(lastColumnToEndOfLine()).row("pid", PID).hasCell("tgid", PID);
        assertThat(tasks)
                .table(lastColumnToEndOfLine())
                .column("comm")
                .contains("java")
                .doesNotContain("no such task");
        assertThat(tasks).table(lastColumnToEndOfLine()).row(0).cell("pid").isEqualTo(1);
    }

    @Test
    @EnabledIfIterator(value = "task", since = "5.8")
    @BpfIterator(obj = Training.OBJECT, program = "list_tasks")
    void readsRows(IteratorReader tasks) {
        assertThat(tasks.table(lastColumnToEndOfLine())).row("pid", PID).hasCell("tgid", PID);
        assertThat(tasks.table(lastColumnToEndOfLine()).rowsAs(Task.class))
                .extracting(Task::comm, Task::pid)
                .contains(tuple("java", (int) PID));
        assertThat(tasks.table(lastColumnToEndOfLine()).column("pid")).contains(String.valueOf(PID));
    }

    @Test
    @DisplayName("reads lines")
    @BpfIterator(obj = Training.OBJECT, program = "list_tasks")
    void readsLines(IteratorReader tasks) {
        assertThat(tasks).lines().first().isEqualTo("tgid pid comm");
        assertThat(tasks).lines().anyMatch(line -> line.endsWith("java"));
        assertThat(tasks.text()).contains("java");
        List<String> lines = tasks.lines();
        try (Stream<String> stream = tasks.stream()) {
            assertThat(stream.filter(line -> line.startsWith(PID + " " + PID))).hasSize(1);
        }
        try (Stream<String> stream = tasks.withChunkSize(1).stream()) {
            Iterator<String> line = stream.iterator();
            assertThat(line.next()).contains("tgid");
            assertThat(line).toIterable().anyMatch(rest -> rest.endsWith("java"));
        }
        assertThat(lines).hasSizeGreaterThan(2);
    }

    @Test
    @BpfIterator(obj = Training.OBJECT, program = "write_tasks")
    void readsRecords(IteratorReader tasks) {
        assertThat(tasks).records(TaskRecord.class).extracting(TaskRecord::comm).contains("java");
        Layout<TaskRecord> layout = Layout.of(TaskRecord.class)
                .u32("pid")
                .u32("tgid")
                .chars("comm", 16)
                .build();
        try (Stream<TaskRecord> records = tasks.records(layout)) {
            assertThat(records.filter(task -> task.pid() == PID))
                    .singleElement()
                    .satisfies(task -> assertThat(task.tgid()).isEqualTo((int) PID));
        }
        assertThat(tasks.bytes()).isNotEmpty();
    }

    @Test
    @EnabledIfIterator("bpf_map_elem")
    @BpfIterator(obj = Training.OBJECT, program = "list_map", map = "name counters")
    void walksAMap(IteratorReader dump, BpfMap<Integer, Long> counters) {
        counters.put(1, 10L);
        counters.put(2, 32L);

        assertThat(dump).lines().hasSize(2).contains("1: 10", "2: 32");
        assertThat(dump).tableWithoutHeader().column(1).contains(10, 32);
        assertThat(counters).hasSize(2).containsEntry(1, 10L).doesNotContainKey(3);
        counters.remove(1);
        assertThat(counters.get(2)).contains(32L);
    }

    @Nested
    class Nested_class {

        @Test
        @BpfIterator(obj = Training.OBJECT, program = "list_tasks")
        void readsATable(IteratorReader tasks) {
            assertThat(tasks).table(lastColumnToEndOfLine()).column("comm").contains("java");
        }
    }
}
