// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

class TaskIteratorTest {

    @Test
    @BpfIterator(obj = "task.bpf.o")
    void listsThisProcess(IteratorReader tasks) {
        assertThat(tasks)
                .table(lastColumnToEndOfLine())
                .column("tgid")
                .contains(ProcessHandle.current().pid());
    }

    @Test
    @BpfIterator(obj = "task.bpf.o")
    void listsAProcessWhileItRuns(IteratorReader tasks) throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(tasks)
                    .table(lastColumnToEndOfLine())
                    .row("pid", sleep.pid())
                    .hasCell("comm", "sleep");
        } finally {
            sleep.destroy();
            sleep.waitFor();
        }
        assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").doesNotContain(sleep.pid());
    }

    @Test
    @EnabledOnKernel(min = "6.1") // for the process
    @BpfIterator(obj = "task.bpf.o", task = "pid self")
    void walksOnlyThisProcess(IteratorReader threads) {
        assertThat(threads)
                .table(lastColumnToEndOfLine())
                .column("tgid")
                .containsOnly(ProcessHandle.current().pid());
    }
}
