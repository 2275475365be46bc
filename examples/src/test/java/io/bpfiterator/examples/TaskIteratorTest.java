package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

class TaskIteratorTest {

    @Test
    @BpfIterator(obj = "task.bpf.o")
    void listsThisProcess(IteratorReader tasks) {
        assertThat(tasks)
                .table()
                .column("tgid")
                .contains(ProcessHandle.current().pid());
    }

    @Test
    @BpfIterator(obj = "task.bpf.o")
    void listsAProcessWhileItRuns(IteratorReader tasks) throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(tasks).table().row("pid", sleep.pid()).hasCell("comm", "sleep");
        } finally {
            sleep.destroy();
            sleep.waitFor();
        }
        assertThat(tasks).table().column("pid").doesNotContain(sleep.pid());
    }
}
