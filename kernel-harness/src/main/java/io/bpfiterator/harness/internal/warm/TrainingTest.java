package io.bpfiterator.harness.internal.warm;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatBpfExceptionThrownBy;
import static io.bpfiterator.assertj.BpfSoftAssertions.assertSoftly;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.btf.Layout;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Does what most tests do, in a machine that a snapshot is taken of. */
@BpfTest
class TrainingTest {

    /** The configuration parameter that names the object. */
    static final String OBJECT = "training.object";

    private static final String TRAINING = "${" + OBJECT + "}";
    private static final long PID = ProcessHandle.current().pid();

    /** {@code struct task_record} of the program. */
    record TaskRecord(int pid, int tgid, String comm) {}

    /** A row of the table. */
    record Task(int tgid, int pid, String comm) {}

    @BeforeEach
    @AfterEach
    void isFramed() {}

    @Test
    @BpfIterator(obj = TRAINING, program = "list_tasks")
    void readsATable(IteratorReader tasks) {
        assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").contains(PID);
        assertThat(tasks.table(lastColumnToEndOfLine())).row("pid", PID).hasCell("tgid", PID);
        assertThat(tasks.table(lastColumnToEndOfLine()).rowsAs(Task.class))
                .extracting(Task::comm)
                .contains("java");
    }

    @Test
    @BpfIterator(obj = TRAINING, program = "list_tasks")
    void readsLines(IteratorReader tasks) {
        assertThat(tasks).lines().first().isEqualTo("tgid pid comm");
        assertThat(tasks.text()).contains("java");
        try (Stream<String> lines = tasks.stream()) {
            assertThat(lines.filter(line -> line.startsWith(PID + " " + PID))).hasSize(1);
        }
    }

    @Test
    @BpfIterator(obj = TRAINING, program = "write_tasks")
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
    }

    @Test
    @BpfIterator(obj = TRAINING, program = "list_map", map = "name counters")
    void walksAMap(IteratorReader dump, BpfMap<Integer, Long> counters) {
        counters.put(1, 10L);
        counters.put(2, 32L);

        assertThat(dump).lines().hasSize(2).contains("1: 10", "2: 32");
        assertThat(counters).hasSize(2).containsEntry(1, 10L).doesNotContainKey(3);
    }

    @Test
    void usesASession(BpfSession bpf) {
        BpfObject object =
                bpf.open(System.getProperty(OBJECT)).global("minimum", 2).load();
        BpfProgram program = object.program("list_tasks");
        BpfLink link = program.attach();
        assertThat(link.info()).hasTarget("task");
        assertThat(program.pin().text()).contains("java");
        assertThat(object.global("seen")).asLong().isPositive();
        BpfMap<Integer, Long> counters = object.map("counters", Integer.class, Long.class);
        assertThat(object.program("list_map")
                        .attach(IteratorOptions.map(counters))
                        .info())
                .hasMapId(counters.info().id());
        assertThatBpfExceptionThrownBy(object.program("list_map")::attach).hasMessageContaining("map");
    }

    @Test
    void assertsSoftly() {
        assertSoftly(softly -> softly.assertThat(List.of(1, 2)).hasSize(2).contains(1));
        assertThat("a text").startsWith("a").endsWith("text").hasSize(6).matches("a .*");
        assertThat(List.of("a", "b")).hasSize(2).containsExactly("a", "b").doesNotContain("c");
    }

    @RepeatedTest(2)
    void isRepeated(RepetitionInfo repetition) {
        assertThat(repetition.getTotalRepetitions()).isEqualTo(2);
    }

    @Nested
    class Nested_class {

        @Test
        @BpfIterator(obj = TRAINING, program = "list_tasks")
        void readsATable(IteratorReader tasks) {
            assertThat(tasks).table(lastColumnToEndOfLine()).column("comm").contains("java");
        }
    }
}
