// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.object.BpfObject;
import org.junit.jupiter.api.Test;

/** Uses a session where the annotation does not suffice. The C source is compiled with vmlinux.h on first use. */
@BpfTest
class SessionTest {

    @Test
    @EnabledOnKernel(min = "6.1") // for the thread's id
    void configuresLoadsAndFilters(BpfSession bpf) {
        BpfObject object = bpf.open("filtered.bpf.c")
                .global("minimum", 7) // .rodata, before the load
                .load();
        IteratorReader tasks = object.program("dump_task")
                .pin(IteratorOptions.thread(ProcessHandle.current().pid()));

        assertThat(tasks).hasLines(1);
        assertThat(object.global("seen").asInt()).isEqualTo(1); // .bss, after the run
    }

    @Test
    void filtersOutTasksWithFewDescriptors(BpfSession bpf) {
        BpfObject object =
                bpf.open("filtered.bpf.c").global("minimum", 1_000_000_000L).load();

        assertThat(object.program("dump_task").pin()).isEmpty();
        assertThat(object.global("seen").asInt()).isZero();
    }

    @Test
    void worksWithoutJUnit() {
        try (BpfSession bpf = BpfSession.open()) {
            BpfObject object = bpf.open("/io/bpfiterator/examples/task.bpf.o").load();
            IteratorReader tasks = object.program("dump_task").pin();
            assertThat(tasks.path()).exists(); // any process may cat it, until the session is closed
            assertThat(tasks)
                    .table(lastColumnToEndOfLine())
                    .column("tgid")
                    .contains(ProcessHandle.current().pid());
        }
    }
}
