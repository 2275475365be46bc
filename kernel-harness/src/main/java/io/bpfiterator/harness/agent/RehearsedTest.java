package io.bpfiterator.harness.agent;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfSoftAssertions.assertSoftly;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.object.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.reader.IteratorReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What tests do most. Where there is no privilege or no clang, they fail, and the classes for the rest are read by each JVM
 * anew.
 */
class RehearsedTest {

    @BeforeEach
    @AfterEach
    void isFramed() {}

    @Test
    @BpfIterator(obj = "rehearsal.bpf.c", program = "dump_task")
    void readsATable(IteratorReader tasks) {
        assertThat(tasks)
                .table()
                .row("pid", ProcessHandle.current().pid())
                .hasCell("tgid", ProcessHandle.current().pid());
        assertThat(tasks).table().column("pid").contains(ProcessHandle.current().pid());
    }

    @Test
    @BpfIterator(obj = "rehearsal.bpf.c", program = "dump_task")
    void assertsSoftly(IteratorReader tasks) {
        assertSoftly(softly -> softly.assertThat(tasks)
                .isNotEmpty()
                .table()
                .column("pid")
                .contains(ProcessHandle.current().pid()));
    }

    @Nested
    @DisplayName("of a map")
    class OfAMap {

        @Test
        @EnabledIfIterator("bpf_map_elem")
        @BpfIterator(obj = "rehearsal.bpf.c", program = "dump_map", map = "name counters")
        void readsLines(IteratorReader dump, BpfMap<Integer, Long> counters) {
            counters.put(1, 42L);

            assertThat(dump).lines().contains("1: 42");
            assertThat(counters).containsEntry(1, 42L);
        }
    }

    @Test
    @BpfIterator(obj = "rehearsal.bpf.c", program = "dump_task")
    void opensAnObject(BpfSession bpf) {
        BpfObject object =
                bpf.open("rehearsal.bpf.c").global("minimum", Integer.MAX_VALUE).load();

        assertThat(object.program("dump_task").pin()).hasLines(1);
        assertThat(object.global("seen")).isEqualTo(0);
    }
}
