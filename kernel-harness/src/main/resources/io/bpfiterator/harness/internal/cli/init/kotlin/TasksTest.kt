package org.example

import io.bpfiterator.BpfIterator
import io.bpfiterator.assertj.BpfAssertions.assertThat
import io.bpfiterator.iterator.IteratorReader
import io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine
import org.junit.jupiter.api.Test

class TasksTest {

    @Test
    @BpfIterator(obj = "tasks.bpf.c")
    fun listsThisProcess(tasks: IteratorReader) {
        val pid = ProcessHandle.current().pid()

        assertThat(tasks).table(lastColumnToEndOfLine()).column("pid").contains(pid)
    }
}
