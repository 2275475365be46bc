// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kernel walks the tasks while a run is read, so a change between two reads is visible in the later one. */
class ReadingInStepsTest {

    @Test
    @BpfIterator(obj = "task.bpf.o")
    void showsAProcessThatStartsDuringTheRun(IteratorReader tasks) throws Exception {
        Process sleep = null;
        try (Stream<String> lines = tasks.withChunkSize(1).stream()) {
            Iterator<String> line = lines.iterator();
            assertThat(line.next()).contains("tgid");

            sleep = new ProcessBuilder("sleep", "60").start();

            String pid = Long.toString(sleep.pid());
            assertThat(line).toIterable().anyMatch(rest -> rest.contains(pid) && rest.endsWith("sleep"));
        } finally {
            if (sleep != null) {
                sleep.destroy();
                sleep.waitFor();
            }
        }
    }
}
