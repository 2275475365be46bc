// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFileIteratorTest {

    @Test
    @BpfIterator(obj = "task_file.bpf.o")
    void listsAFileWhileItIsOpen(IteratorReader files, @TempDir Path directory) throws Exception {
        Path file = Files.createTempFile(directory, "open", ".txt");
        String shown = "/" + file.getFileName();

        try (InputStream open = Files.newInputStream(file)) {
            assertThat(files)
                    .table(lastColumnToEndOfLine())
                    .row("file", shown)
                    .hasCell("tgid", ProcessHandle.current().pid());
        }
        assertThat(files).table(lastColumnToEndOfLine()).column("file").doesNotContain(shown);
    }
}
