// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.iterator.IteratorReader;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfIterator(value = "task_vma", since = "5.12")
class TaskVmaIteratorTest {

    @Test
    @BpfIterator(obj = "task_vma.bpf.o")
    void listsAFileThatIsMapped(IteratorReader areas, @TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[4096]);
        Object inode = Files.getAttribute(file, "unix:ino");
        assertThat(areas).table().column("inode").doesNotContain(inode);

        try (FileChannel channel = FileChannel.open(file)) {
            MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, 0, 4096);
            assertThat(areas)
                    .table()
                    .row("inode", inode)
                    .hasCell("tgid", ProcessHandle.current().pid());
            assertThat(mapped.get(0)).isZero();
        }
    }
}
