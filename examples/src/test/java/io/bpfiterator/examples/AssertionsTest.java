// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatBpfExceptionThrownBy;
import static io.bpfiterator.assertj.BpfAssertions.eventually;
import static io.bpfiterator.assertj.BpfSoftAssertions.assertSoftly;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Assertions on maps, global variables, links, failures and cells; soft assertions; and assertions that wait. */
@BpfTest
class AssertionsTest {

    private static final long PID = ProcessHandle.current().pid();

    @Test
    void checksMapsGlobalsAndLinks(BpfSession bpf) {
        BpfObject object = bpf.open("hash_map.bpf.o").load();
        BpfMap<Integer, Long> counters = object.map("counters", Integer.class, Long.class);
        BpfLink link = object.program("dump_hash_map").attach(IteratorOptions.map(counters));
        counters.put(1, 10L);

        assertThat(counters).hasSize(1).containsEntry(1, 10L).doesNotContainKey(2);
        assertThat(object.global("sum")).isEqualTo(0);
        assertThat(object.global("sum")).asLong().isBetween(0L, 10L);
        assertThat(link.info())
                .hasTarget("bpf_map_elem")
                .hasMapId(counters.info().id());
    }

    @Test
    void checksAFailure(BpfSession bpf) {
        BpfProgram program = bpf.open("hash_map.bpf.o").load().program("dump_hash_map");

        assertThatBpfExceptionThrownBy(program::attach)
                .hasProgram("dump_hash_map")
                .isNotUnavailable()
                .hasMessageContaining("the map is missing");
    }

    @Test
    @BpfIterator(obj = "hash_map.bpf.o", map = "name counters")
    void checksCellsAsText(IteratorReader dump, BpfMap<Integer, Long> counters) {
        counters.put(1, 10L);
        counters.put(2, 32L);

        assertThat(dump).tableWithoutHeader().column(1).contains(10, 32).last().isEqualTo(42);
    }

    @Test
    @BpfIterator(obj = "task.bpf.o")
    void reportsAllFailuresAtOnce(IteratorReader tasks) {
        assertSoftly(softly -> {
            softly.assertThat(tasks).isNotEmpty();
            softly.assertThat(tasks)
                    .table(lastColumnToEndOfLine())
                    .column("tgid")
                    .contains(PID);
        });
    }

    @Test
    @BpfIterator(obj = "hash_map.bpf.o", map = "name counters")
    void waitsForAnElement(IteratorReader dump, BpfMap<Integer, Long> counters) {
        CompletableFuture<Void> later = CompletableFuture.runAsync(() -> counters.put(1, 42L));

        eventually(() -> assertThat(dump).lines().contains("1: 42", "sum: 42"));
        later.join();
    }
}
